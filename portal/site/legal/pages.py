"""Which text holds, and changing it."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.refusals import Refused
from portal.site.legal.markup import placeholders
from portal.site.models import LegalKind, LegalLanguage, LegalText
from profiles.models import User

FOLDER = Path(__file__).parent / "texts"
ALL = [(kind, language) for kind in LegalKind for language in LegalLanguage]


class Page(NamedTuple):
    """The text that holds. `number` 0: nobody has edited it, it came with the portal."""

    kind: LegalKind
    language: LegalLanguage
    text: str
    number: int
    saved_at: datetime | None
    saved_by: User | None

    @property
    def missing(self) -> list[str]:
        """What still has to be filled in."""
        return placeholders(self.text)


def language_of_reader() -> LegalLanguage:
    """English for whoever reads English, German for everybody else."""
    is_english = (get_language() or "").startswith("en")
    return LegalLanguage.ENGLISH if is_english else LegalLanguage.GERMAN


def page(kind: LegalKind, language: LegalLanguage) -> Page:
    """The text of one page that holds now."""
    rows = LegalText.objects.filter(kind=kind, language=language).select_related("saved_by")
    return _page(kind, language, rows.order_by("-number").first())


def all_pages() -> list[Page]:
    """Every page in every language, as it holds now; one query."""
    newest = LegalText.objects.newest().select_related("saved_by")
    rows = {(row.kind, row.language): row for row in newest}
    return [_page(kind, language, rows.get((kind, language))) for kind, language in ALL]


def unfinished() -> list[Page]:
    """Pages in which something still has to be filled in."""
    return [page for page in all_pages() if page.missing]


@transaction.atomic
def save(  # noqa: PLR0913 -- the columns of a version
    kind: LegalKind, language: LegalLanguage, text: str, *, note: str = "", seen: int, by: User
) -> LegalText:  # fmt: skip
    """Add a version, which holds from now on. `seen` is the number of the one it was made from.

    Raises Refused when somebody else has saved since, or when nothing has been changed.
    """
    current = page(kind, language)
    text = "\n".join(text.split("\r\n")).strip() + "\n"
    if not text.strip():
        raise Refused(_("A legal page must not be empty."))
    if current.number != seen:
        raise _overtaken()
    if text == current.text:
        raise Refused(_("Nothing has been changed."))
    try:
        with transaction.atomic():
            row = LegalText.objects.create(
                kind=kind, language=language, number=seen + 1, text=text, note=note.strip(),
                saved_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise _overtaken() from error
    history.record(row, "changed", by=by, comment=row.note)
    return row


@cache
def text_of_release(kind: LegalKind, language: LegalLanguage) -> str:
    """The text that comes with the portal, with gaps that only its operator can fill."""
    return (FOLDER / f"{kind}.{language}.md").read_text(encoding="utf-8")


def _page(kind: LegalKind, language: LegalLanguage, row: LegalText | None) -> Page:
    if row is None:
        return Page(kind, language, text_of_release(kind, language), 0, None, None)
    return Page(kind, language, row.text, row.number, row.saved_at, row.saved_by)


def _overtaken() -> Refused:
    return Refused(
        _(
            "Somebody else has saved this page since you opened it. Your text is still here: "
            "look at the newest version below and put both together."
        )
    )
