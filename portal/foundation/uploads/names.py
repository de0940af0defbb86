"""Names of files as people gave them, made harmless for every system that will store them."""

import re
import unicodedata

NAME_MAX = 120
EXTENSION_MAX = 12
# What Windows does not store, and what separates folders anywhere.
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(name: str, *, fallback: str = "Datei") -> str:
    """`name` without folders, without letters that cannot be seen, at most NAME_MAX long.

    Letters that cannot be seen are dropped, among them those that turn the direction of writing:
    with one of them, “rechnung[RLO]fdp.exe” would look like a PDF.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = unicodedata.normalize("NFC", name)
    name = "".join(" " if char.isspace() else char for char in name)
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = FORBIDDEN.sub("_", " ".join(name.split())).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    stem, extension = split(name)
    stem = stem[: NAME_MAX - len(extension)].strip(". ")
    return f"{stem or fallback}{extension}"


def split(name: str) -> tuple[str, str]:
    """Name and extension (with its dot, as written); no extension when it could be a word."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not extension or len(extension) >= EXTENSION_MAX or " " in extension:
        return name, ""
    return stem, f".{extension}"


def with_extension(name: str, *accepted: str) -> str:
    """`name` with an extension that says what the file is; the first of `accepted` where it does not."""
    stem, extension = split(name)
    if extension.lower() in accepted:
        return name
    if extension and split(stem)[1].lower() == accepted[0]:
        return stem  # “rechnung.pdf.exe” that is a PDF
    kept = stem if extension else name
    return clean_name(f"{kept}{accepted[0]}")
