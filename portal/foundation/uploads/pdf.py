"""PDF: from its first to its last byte, and nothing else in the same file."""

import re
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from portal.foundation.uploads.markup import HEAD_BYTES, looks_like_markup
from portal.foundation.uploads.refusing import BadFile

CONTENT_TYPE = "application/pdf"
BEGINNING = re.compile(rb"%PDF-[12]\.\d")
END = b"%%EOF"
END_WITHIN = 1024
# Starts programs on the reader's computer; no honest document needs it.
LAUNCH = re.compile(rb"/Launch\b")


def looks_so(content: bytes) -> bool:
    """Whether it begins as a PDF does. Readers also look further in; we do not."""
    return bool(BEGINNING.match(content))


def check(content: bytes) -> None:
    """Raises BadFile when it is cut off, something hangs on it, or it would start a program."""
    tail = content[-END_WITHIN:]
    if END not in tail:
        raise BadFile(_("The PDF is damaged or incomplete. Please save it again."))
    after_end = tail.rpartition(END)[2]
    is_two_things = (
        after_end.strip(b"\r\n\t \0")
        or looks_like_markup(content[:HEAD_BYTES])
        or zipfile.is_zipfile(BytesIO(content))
    )
    if is_two_things:
        raise BadFile(_("Something else is hidden in this PDF. Please save it again."))
    if LAUNCH.search(content):
        raise BadFile(_("This PDF would start a program. Please save it without."))
