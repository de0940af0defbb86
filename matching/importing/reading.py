"""Reading and checking lines: what the engine asks of a record, then what our tables ask."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from matching.engine import NeedRecord, OfferRecord, RecordError
from matching.engine.files import BadLine, read_records
from matching.importing.owners import KINDS_THAT_POST, owner_name
from matching.importing.values import listing_of
from profiles import places
from profiles.models import Competence, Organisation, ReviewStatus

Record = NeedRecord | OfferRecord

IMPORT_KEY_MAX = 120
NAME_MAX = 150
POSTCODE_MAX, PLACE_MAX = 5, 80
# How the files call what our tables call otherwise.
OFFER_NAMES = {"starts_on": "available_from", "ends_on": "available_until"}
NOT_OURS_TO_CHECK = {"organisation", "site", "created_by", "import_key"}


class BadFiles(Exception):  # noqa: N818 -- reads as what it is
    """Lines that cannot be imported, all of them; nothing was stored."""

    def __init__(self, bad_lines: list[BadLine]) -> None:
        super().__init__(f"{len(bad_lines)} bad lines")
        self.bad_lines = bad_lines


class Checks:
    """Reads files and collects every bad line of them."""

    def __init__(self) -> None:
        self.bad_lines: list[BadLine] = []
        self.slugs = set(Competence.objects.values_list("slug", flat=True))
        names = list(Organisation.objects.values_list("name", "kind", "status"))
        self.approved = {(n, k) for n, k, status in names if status == ReviewStatus.APPROVED}
        self.others = {(n, k) for n, k, status in names} - self.approved

    def read(self, path: Path, record_type: type[Record]) -> list[Record]:
        """The good records of a file; the bad lines are added to `bad_lines`."""

        def build(values: dict[str, Any]) -> Record:
            record = record_type.from_dict(values)
            self._check(record)
            return record

        records, bad = read_records(path, build)
        self.bad_lines += bad
        return records

    def _check(self, record: Record) -> None:
        self._check_texts(record)
        self._check_owner(record)
        _check_site(record)
        unknown = sorted(set(record.competencies) - self.slugs)
        if unknown:
            message = f"unknown competence {', '.join(unknown)}"
            raise RecordError(record.id, "competencies", message)
        try:
            listing_of(record).clean_fields(exclude=_unchecked(record))
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            if isinstance(record, OfferRecord):
                field = OFFER_NAMES.get(field, field)
            raise RecordError(record.id, field, " ".join(messages)) from error

    def _check_texts(self, record: Record) -> None:
        """PostgreSQL stores neither null characters nor halves of surrogate pairs."""
        texts = {
            "id": record.id,
            "title": record.title,
            "description": record.description,
            _owner_field(record): owner_name(record),
            "postcode": record.postcode,
            "place": record.place,
        }
        for field, text in texts.items():
            if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
                raise RecordError(record.id, field, "contains characters that cannot be stored")
        _check_length(record, "id", record.id, IMPORT_KEY_MAX)

    def _check_owner(self, record: Record) -> None:
        name, field = owner_name(record), _owner_field(record)
        _check_length(record, field, name, NAME_MAX)
        possible = {(name, kind) for kind in KINDS_THAT_POST[type(record)]}
        if possible & self.others and not possible & self.approved:
            raise RecordError(record.id, field, f"“{name}” is here but not approved")


def _check_site(record: Record) -> None:
    _check_length(record, "postcode", record.postcode, POSTCODE_MAX)
    _check_length(record, "place", record.place, PLACE_MAX)
    if record.lat is None and places.find(record.postcode) is None:
        raise RecordError(record.id, "lat", "coordinates are missing, and the postcode is unknown")
    if (record.lat, record.lon) == (0, 0):
        raise RecordError(record.id, "lat", "0, 0 is no place of an organisation")


def _check_length(record: Record, field: str, text: str, longest: int) -> None:
    if not text.strip():
        raise RecordError(record.id, field, "must not be empty")
    if len(text) > longest:
        raise RecordError(record.id, field, f"is longer than {longest} characters")


def _owner_field(record: Record) -> str:
    return "organisation" if isinstance(record, NeedRecord) else "company"


def _unchecked(record: Record) -> set[str]:
    # Empty descriptions are honest in this format: the ticks speak alone.
    return NOT_OURS_TO_CHECK | (set() if record.description else {"description"})
