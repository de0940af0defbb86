"""From an upload to something that may be stored."""

import hashlib
from dataclasses import dataclass, field

from django.core.files.base import File
from django.utils.translation import gettext as _

from portal.foundation.uploads import office, pdf, pictures, text
from portal.foundation.uploads.names import clean_name, split, with_extension
from portal.foundation.uploads.refusing import MAX_BYTES, BadFile


@dataclass(frozen=True)
class Checked:
    """A file that may be stored: its name for people, what it is, and its bytes."""

    name: str
    content_type: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(upload: File) -> Checked:
    """What of `upload` may be stored. Raises BadFile."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise BadFile(_("The file is empty."))
    if upload.size > MAX_BYTES:
        raise BadFile(_("The file is larger than 10 MB. Please make it smaller."))
    upload.seek(0)
    return _recognised(name, upload.read(MAX_BYTES + 1))


def _recognised(name: str, content: bytes) -> Checked:
    if pdf.looks_so(content):
        pdf.check(content)
        return Checked(with_extension(name, ".pdf"), pdf.CONTENT_TYPE, content)
    if kind := pictures.kind_of(content):
        clean = pictures.reencoded(content, kind)
        return Checked(with_extension(name, *kind.extensions), kind.content_type, clean)
    if office.looks_so(content):
        kind = office.checked_kind(content)
        return Checked(with_extension(name, kind.extension), kind.content_type, content)
    kind = text.checked_kind(content, split(name)[1])
    return Checked(with_extension(name, kind.extension), kind.content_type, content)
