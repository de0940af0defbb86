"""Needs and offers as the engine reads them: plain, checked, immutable records.

`from_dict` takes the field names of the exchange format and answers bad input with a RecordError
that names record and field. Defined results for odd but honest input: texts are cut at
`MAX_TITLE` and `MAX_DESCRIPTION` characters, empty texts are allowed (ticks alone then speak),
unknown competences and exclusions are kept and simply match nothing, coordinates may be null only
for a record that can work remotely.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

MAX_TITLE: Final = 300
MAX_DESCRIPTION: Final = 10_000
CONTACT_WITH_MINORS: Final = "contact-with-minors"

FORMATS: Final = (
    "pro-bono-project", "advisory-hour", "training", "mentoring", "action-day", "internship",
    "school-project", "in-kind", "space", "network-introduction",
)  # fmt: skip
TARGET_GROUPS: Final = (
    "staff", "children", "adolescents", "young-adults", "families", "volunteers",
)  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


class RecordError(ValueError):
    """A record that cannot be used: which one, which field, and why."""

    def __init__(self, record_id: str, field: str, message: str) -> None:
        super().__init__(f"record {record_id or '?'}: {field}: {message}")
        self.record_id = record_id
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """What a Träger looks for. `organisation` is the owner's key, `starts_on`/`ends_on` inclusive."""

    id: str
    organisation: str
    title: str
    description: str
    competencies: tuple[str, ...]
    format: str
    alternative_formats: tuple[str, ...]
    target_group: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    remote_ok: bool
    starts_on: date
    ends_on: date
    people_needed: int = 1
    languages: tuple[str, ...] = ("de",)
    contact_with_minors: bool = False
    postcode: str = ""
    place: str = ""

    @property
    def formats(self) -> tuple[str, ...]:
        """Acceptable formats, the preferred one first."""
        return (self.format, *(f for f in self.alternative_formats if f != self.format))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "NeedRecord":
        """Build a need from the exchange format; raises RecordError."""
        read = _Reader(values)
        starts_on, ends_on = read.period("starts_on", "ends_on")
        remote_ok = read.flag("remote_ok", default=False)
        lat, lon = read.coordinates(remote_ok=remote_ok)
        return cls(
            id=read.id,
            organisation=read.text("organisation", limit=MAX_TITLE),
            title=read.text("title", limit=MAX_TITLE),
            description=read.text("description", limit=MAX_DESCRIPTION),
            competencies=read.words("competencies"),
            format=read.choice("format", FORMATS),
            alternative_formats=read.choices("alternative_formats", FORMATS, required=False),
            target_group=read.choice("target_group", TARGET_GROUPS),
            lat=lat,
            lon=lon,
            radius_km=read.radius(),
            remote_ok=remote_ok,
            starts_on=starts_on,
            ends_on=ends_on,
            people_needed=read.count("people_needed", default=1),
            languages=read.languages(),
            contact_with_minors=read.flag("contact_with_minors", default=False),
            postcode=read.text("postcode", limit=MAX_TITLE),
            place=read.text("place", limit=MAX_TITLE),
        )


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """What a company brings. `company` is the owner's key, `capacity` what is still free."""

    id: str
    company: str
    title: str
    description: str
    competencies: tuple[str, ...]
    formats: tuple[str, ...]
    target_groups: tuple[str, ...]
    lat: float | None
    lon: float | None
    radius_km: float | None
    remote_ok: bool
    available_from: date
    available_until: date
    capacity: int = 1
    languages: tuple[str, ...] = ("de",)
    excludes: tuple[str, ...] = ()
    min_notice_days: int = 0
    postcode: str = ""
    place: str = ""

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "OfferRecord":
        """Build an offer from the exchange format; raises RecordError."""
        read = _Reader(values)
        available_from, available_until = read.period("available_from", "available_until")
        remote_ok = read.flag("remote_ok", default=False)
        lat, lon = read.coordinates(remote_ok=remote_ok)
        return cls(
            id=read.id,
            company=read.text("company", limit=MAX_TITLE),
            title=read.text("title", limit=MAX_TITLE),
            description=read.text("description", limit=MAX_DESCRIPTION),
            competencies=read.words("competencies"),
            formats=read.choices("formats", FORMATS),
            target_groups=read.choices("target_groups", TARGET_GROUPS, required=False),
            lat=lat,
            lon=lon,
            radius_km=read.radius(),
            remote_ok=remote_ok,
            available_from=available_from,
            available_until=available_until,
            capacity=read.count("capacity", default=1),
            languages=read.languages(),
            excludes=read.words("excludes"),
            min_notice_days=read.count("min_notice_days", default=0),
            postcode=read.text("postcode", limit=MAX_TITLE),
            place=read.text("place", limit=MAX_TITLE),
        )


class _Reader:
    """Reads typed fields out of a mapping and turns every fault into a RecordError."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        if not isinstance(values, Mapping):
            raise RecordError("", "record", "an object with fields is expected")
        self.values = values
        self.id = ""
        identity = values.get("id")
        if not isinstance(identity, str) or not identity.strip():
            raise self.fault("id", "a non-empty text is expected")
        self.id = identity

    def fault(self, field: str, message: str) -> RecordError:
        return RecordError(self.id, field, message)

    def text(self, field: str, *, limit: int) -> str:
        value = self.values.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.fault(field, "a text is expected")
        return value[:limit]

    def words(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field)
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise self.fault(field, "a list of texts is expected")
        items = tuple(value)
        if not all(isinstance(item, str) for item in items):
            raise self.fault(field, "a list of texts is expected")
        return tuple(dict.fromkeys(items))

    def choice(self, field: str, allowed: tuple[str, ...]) -> str:
        value = self.values.get(field)
        if value not in allowed:
            raise self.fault(field, f"unknown value {value!r}")
        return str(value)

    def choices(
        self, field: str, allowed: tuple[str, ...], *, required: bool = True
    ) -> tuple[str, ...]:
        items = self.words(field)
        for item in items:
            if item not in allowed:
                raise self.fault(field, f"unknown value {item!r}")
        if required and not items:
            raise self.fault(field, "at least one value is expected")
        return items

    def languages(self) -> tuple[str, ...]:
        items = tuple(item.lower() for item in self.words("languages"))
        if not items:
            raise self.fault("languages", "at least one language is expected")
        for item in items:
            if not _LANGUAGE.fullmatch(item):
                raise self.fault("languages", f"{item!r} is no language code")
        return items

    def flag(self, field: str, *, default: bool) -> bool:
        value = self.values.get(field, default)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fault(field, "true or false is expected")
        return value

    def count(self, field: str, *, default: int) -> int:
        value = self.values.get(field)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
            raise self.fault(field, "a whole number from 0 to 1,000,000 is expected")
        return value

    def number(self, field: str, low: float, high: float) -> float | None:
        value = self.values.get(field)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(field, "a number is expected")
        number = float(value)
        if not math.isfinite(number) or not low <= number <= high:
            raise self.fault(field, f"a number from {low:g} to {high:g} is expected")
        return number

    def radius(self) -> float | None:
        return self.number("radius_km", 0, 20_100)

    def coordinates(self, *, remote_ok: bool) -> tuple[float | None, float | None]:
        lat, lon = self.number("lat", -90, 90), self.number("lon", -180, 180)
        if (lat is None) != (lon is None) or (lat is None and not remote_ok):
            raise self.fault("lat" if lat is None else "lon", "coordinates are missing")
        return lat, lon

    def period(self, first: str, last: str) -> tuple[date, date]:
        start, end = self.day(first), self.day(last)
        if start > end:
            raise self.fault(last, f"ends before {first}")
        return start, end

    def day(self, field: str) -> date:
        value = self.values.get(field)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            raise self.fault(field, f"{value!r} is no date (YYYY-MM-DD)") from None
