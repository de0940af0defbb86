"""Office files: ZIP archives of which every member is unpacked once, within bounds, and looked at.

What is refused: everything that is not a document of the six kinds, macros, embedded programs and
objects, links that fetch a template or an object from elsewhere, XML that declares entities, and
archives that grow beyond measure or that different programs would read differently.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from portal.foundation.uploads.refusing import BadFile
from portal.foundation.uploads.text import not_taken

MAX_MEMBERS = 2000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 150  # tables of repeated cells reach fifty; the most that deflate can do is a thousand
MAX_NAME = 250
CHUNK = 65_536
# Of parts that list what there is; the parts themselves may be larger.
MAX_LIST_BYTES = 2_000_000
END_BYTES = 22


@dataclass(frozen=True)
class OfficeKind:
    extension: str
    content_type: str


_OOXML = "application/vnd.openxmlformats-officedocument"
OOXML = {
    f"{_OOXML}.{name}.main+xml": OfficeKind(extension, f"{_OOXML}.{shown}")
    for name, shown, extension in (
        ("wordprocessingml.document", "wordprocessingml.document", ".docx"),
        ("spreadsheetml.sheet", "spreadsheetml.sheet", ".xlsx"),
        ("presentationml.presentation", "presentationml.presentation", ".pptx"),
    )
}
ODF = {
    f"application/vnd.oasis.opendocument.{name}": OfficeKind(
        extension, f"application/vnd.oasis.opendocument.{name}"
    )
    for name, extension in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
}
EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\.(?:docx|xlsx|pptx)")
MACROS = re.compile(r"vbaproject|vbadata|activex|(?:^|/)(?:basic|scripts|customui)/", re.IGNORECASE)
PROGRAMS = re.compile(
    r"\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|msi|html?|svg)$"
)
# OLE containers (macros, packed objects), programs of Windows and Linux.
RUNS = (b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF")
DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/afChunk")


def looks_so(content: bytes) -> bool:
    """Whether it begins as an archive does."""
    return content.startswith(b"PK\x03\x04")


class _Budget:
    """What may be unpacked in all, embedded files included."""

    def __init__(self) -> None:
        self.members, self.unpacked = MAX_MEMBERS, MAX_UNPACKED

    def take(self, unpacked: int, *, members: int = 0) -> None:
        """Raises BadFile when there is no room for so much."""
        self.members -= members
        self.unpacked -= unpacked
        if self.members < 0 or self.unpacked < 0:
            raise BadFile(_bomb())


def checked_kind(content: bytes) -> OfficeKind:
    """Which office file it is. Raises BadFile."""
    return _checked(content, _Budget(), is_embedded=False)


def _checked(content: bytes, budget: _Budget, *, is_embedded: bool) -> OfficeKind:
    if content[-END_BYTES : -END_BYTES + 4] != b"PK\x05\x06":
        raise BadFile(_damaged())
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_list(archive.infolist(), len(content), budget)
            lists = _look_through(archive, budget, is_embedded=is_embedded)
            return _kind(lists, set(archive.namelist()))
    except BadFile:
        raise
    except (
        zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
        RuntimeError, KeyError, ElementTree.ParseError,
    ) as error:  # fmt: skip
        raise BadFile(_damaged()) from error


def _check_list(members: list[zipfile.ZipInfo], size: int, budget: _Budget) -> None:
    """What can be told before anything is unpacked; `size` of the archive in bytes."""
    names = [member.filename for member in members]
    budget.take(0, members=len(members))
    if sum(member.file_size for member in members) > min(MAX_UNPACKED, MAX_RATIO * size):
        raise BadFile(_bomb())
    if any(member.flag_bits & 1 for member in members):
        raise BadFile(_("The file is protected by a password. Please send it without."))
    is_one_way_to_read_it = (
        len({name.casefold() for name in names}) == len(names)
        and all(map(_is_plain, names))
        and min((member.header_offset for member in members), default=1) == 0
    )
    if not is_one_way_to_read_it:
        raise BadFile(_damaged())
    if any(MACROS.search(name) for name in names):
        raise BadFile(_macros())
    if any(PROGRAMS.search(name.lower()) for name in names):
        raise BadFile(_object())


def _is_plain(name: str) -> bool:
    return (
        len(name) <= MAX_NAME
        and name.isprintable()
        and not set(name) & {"\\", ":"}
        and not name.startswith("/")
        and ".." not in name.split("/")
    )


def _look_through(
    archive: zipfile.ZipFile, budget: _Budget, *, is_embedded: bool
) -> dict[str, bytes]:
    """Unpack every member once; the contents of those that list what there is."""
    lists = {}
    for member in archive.infolist():
        name = member.filename
        with archive.open(member) as stream:
            if EMBEDDED.fullmatch(name) and not is_embedded:
                # A table behind a chart, for example: a file of its own, but none in that again.
                content = stream.read(MAX_UNPACKED)
                budget.take(len(content))
                _checked(content, budget, is_embedded=True)
            elif name in {"mimetype", "[Content_Types].xml"} or name.endswith(".rels"):
                lists[name] = stream.read(MAX_LIST_BYTES + 1)
                if len(lists[name]) > MAX_LIST_BYTES:
                    raise BadFile(_bomb())
                _check_part(name, BytesIO(lists[name]), budget)
            else:
                _check_part(name, stream, budget)
    for name, content in lists.items():
        if name.endswith(".rels"):
            _check_links(content)
    return lists


def _check_part(name: str, stream: IO[bytes], budget: _Budget) -> None:
    """Read `stream` to its end. What lies across two chunks is seen with the second."""
    before = None
    is_markup = name.lower().endswith((".xml", ".rels", ".vml", ".rdf"))
    while chunk := stream.read(CHUNK):
        budget.take(len(chunk))
        if before is None and chunk.startswith((*RUNS, b"PK\x03\x04")):
            raise BadFile(_object())
        if is_markup and DECLARES.search(((before or b"") + chunk).replace(b"\0", b"")):
            raise BadFile(_("There are declarations in this file that no office program writes."))
        before = chunk[-32:]


def _check_links(content: bytes) -> None:
    # Entities cannot be declared any more: `_check_part` has refused that.
    for link in ElementTree.fromstring(content):  # noqa: S314
        is_elsewhere = link.get("TargetMode", "").strip().lower() == "external"
        if is_elsewhere and link.get("Type", "").endswith(FETCHED):
            raise BadFile(_("This file would fetch something from elsewhere. Please send a PDF."))


def _kind(lists: dict[str, bytes], names: set[str]) -> OfficeKind:
    if "mimetype" in lists:
        kind = ODF.get(lists["mimetype"].decode("ascii", "replace"))
        if kind is None or not {"content.xml", "META-INF/manifest.xml"} <= names:
            raise BadFile(not_taken())
        return kind
    if not {"[Content_Types].xml", "_rels/.rels"} <= names:
        raise BadFile(not_taken())
    found = []
    for part in ElementTree.fromstring(lists["[Content_Types].xml"]):  # noqa: S314
        type_ = part.get("ContentType", "")
        if "macroenabled" in type_.lower() or "vba" in type_.lower():
            raise BadFile(_macros())
        if type_ in OOXML and part.get("PartName", "").lstrip("/") in names:
            found.append(OOXML[type_])
    if len(found) != 1:
        raise BadFile(not_taken())
    return found[0]


def _damaged() -> str:
    return _("The file is damaged, or something hangs on it. Please save it again.")


def _bomb() -> str:
    return _("Unpacked, this file would be far too large. Please save it again, or as a PDF.")


def _macros() -> str:
    return _("There are macros in this file. Please save it without them, or as a PDF.")


def _object() -> str:
    return _("A program or an object is embedded in this file. Please save it as a PDF.")
