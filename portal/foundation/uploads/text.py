"""Plain text: letters without anything that runs, in UTF-8 or as Windows stores it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.foundation.uploads.markup import looks_like_markup
from portal.foundation.uploads.refusing import BadFile

# Tab, line feed, form feed, carriage return.
CONTROL = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


@dataclass(frozen=True)
class TextKind:
    extension: str
    content_type: str


KINDS = {
    ".txt": TextKind(".txt", "text/plain"),
    ".csv": TextKind(".csv", "text/csv"),
    ".ics": TextKind(".ics", "text/calendar"),
}


def checked_kind(content: bytes, extension: str) -> TextKind:
    """Which text it is, by its extension: letters look the same. Raises BadFile for all else."""
    kind = KINDS.get(extension.lower() or ".txt")
    is_text = content.translate(None, CONTROL) == content and _is_readable(content)
    if kind is None or not is_text:
        raise BadFile(not_taken())
    if looks_like_markup(content):
        raise BadFile(_("There is program code in this file. We do not take such files."))
    if kind.extension == ".ics" and not content.lstrip(b"\xef\xbb\xbf").startswith(
        b"BEGIN:VCALENDAR"
    ):
        raise BadFile(_("This is not a calendar file, although its name says so."))
    return kind


def not_taken() -> str:
    """The sentence for everything that is none of what is allowed."""
    return _(
        "We do not take files of this kind. Allowed are PDF, pictures (JPEG, PNG, WebP), office files "
        "(docx, xlsx, pptx, odt, ods, odp), text, CSV and calendar files."
    )


def _is_readable(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
