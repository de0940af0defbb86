"""Files that nobody means well with, made here: (name, content) by what is wrong with them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, PngImagePlugin

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    b"endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
SCRIPT = b"<script>alert(document.domain)</script>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
PHP = b"<?php system($_GET['c']); ?>"
BOMB_XML = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    b"]><d>&b;</d>"
)
OOXML = "application/vnd.openxmlformats-officedocument"
RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships">%s</Relationships>'
)
MAINS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def picture(format_: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A small red picture."""
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, format_, **options)
    return written.getvalue()


def zipped(members: dict[str, bytes], *, stored: bool = False, comment: bytes = b"") -> bytes:
    """An archive of `members`."""
    written = io.BytesIO()
    with zipfile.ZipFile(
        written, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    ) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return written.getvalue()


def ooxml(kind: str = "docx", more: dict[str, bytes] | None = None, **replaced: bytes) -> bytes:
    """A tiny office file of Microsoft's kind; `replaced` by "types", "rels", "main"."""
    main, type_ = MAINS[kind]
    types = (
        f'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/{main}" ContentType="{OOXML}.{type_}.main+xml"/></Types>'
    ).encode()
    return zipped(
        {
            "[Content_Types].xml": replaced.get("types", types),
            "_rels/.rels": replaced.get("rels", RELS % b""),
            main: replaced.get("main", b"<?xml version='1.0'?><document>Guten Tag</document>"),
        }
        | (more or {})
    )


def odf(kind: str = "text", more: dict[str, bytes] | None = None) -> bytes:
    """A tiny office file of LibreOffice's kind."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": b"<?xml version='1.0'?><content>Guten Tag</content>",
            "META-INF/manifest.xml": b"<?xml version='1.0'?><manifest/>",
        }
        | (more or {})
    )


def png_claiming(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds next to nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )  # fmt: skip

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def png_with_text_bomb() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "x" * 30_000_000, zip=True)
    return picture(pnginfo=text)


def with_lying_sizes() -> bytes:
    """An archive whose list says that a member is small, although it is not."""
    content = ooxml(main=b"<d>" + b" " * 200_000 + b"</d>")
    real, lie = struct.pack("<I", 200_007), struct.pack("<I", 20)
    return content.replace(real, lie)


def encrypted() -> bytes:
    """An archive whose members say that they are protected."""
    content = bytearray(ooxml())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def doubled_member() -> bytes:
    content = ooxml(more={"word/Document.xml": b"<other/>"})
    return content


def external(kind: str) -> bytes:
    link = (
        f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="https://evil.example/x" TargetMode="External"/>'
    ).encode()
    return ooxml(more={"word/_rels/settings.xml.rels": RELS % link})


# What may never be stored. Names are given as a browser would send them.
REFUSED: dict[str, Callable[[], tuple[str, bytes]]] = {
    "nothing in it": lambda: ("leer.pdf", b""),
    "html": lambda: ("seite.html", HTML),
    "html called text": lambda: ("seite.txt", HTML),
    "html called pdf": lambda: ("seite.pdf", HTML),
    "html called jpeg": lambda: ("bild.jpg", HTML),
    "html after blanks": lambda: ("seite.csv", b"\n" * 3000 + HTML),
    "html in utf-16": lambda: ("seite.txt", HTML.decode().encode("utf-16")),
    "svg": lambda: ("logo.svg", SVG),
    "svg called png": lambda: ("logo.png", SVG),
    "svg called text": lambda: ("logo.txt", SVG),
    "xml": lambda: ("daten.xml", b"<?xml version='1.0'?><a/>"),
    "xml bomb": lambda: ("daten.txt", BOMB_XML),
    "javascript": lambda: ("code.js", b"alert(1)"),
    "php": lambda: ("shell.php", PHP),
    "php called text": lambda: ("shell.txt", PHP),
    "batch file": lambda: ("setup.bat", b"@echo off\r\ndel *.*"),
    "no kind at all": lambda: ("daten.bin", bytes(range(256)) * 10),
    "null bytes": lambda: ("text.txt", b"Guten\0Tag"),
    "windows program": lambda: ("setup.exe", b"MZ\x90\0" + b"\0" * 100),
    "windows program called pdf": lambda: ("rechnung.pdf", b"MZ\x90\0" + b"\0" * 100),
    "linux program": lambda: ("start", b"\x7fELF" + b"\0" * 100),
    "old word file": lambda: ("brief.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "rtf": lambda: ("brief.rtf", b"{\\rtf1 Hallo}"),
    "gif": lambda: ("bild.gif", picture("GIF")),
    "gif and html": lambda: ("bild.gif", b"GIF89a/*" + HTML + b"*/"),
    "gif and html called png": lambda: ("bild.png", b"GIF89a/*" + HTML),
    "bmp": lambda: ("bild.bmp", picture("BMP")),
    "tiff": lambda: ("bild.tif", picture("TIFF")),
    "pdf after html": lambda: ("a.pdf", HTML + PDF),
    "pdf after blanks": lambda: ("a.pdf", b"\n\n" + PDF),
    "pdf with html in its head": lambda: ("a.pdf", PDF[:9] + HTML + PDF[9:]),
    "pdf with html after it": lambda: ("a.pdf", PDF + HTML),
    "pdf and zip": lambda: ("a.pdf", PDF + zipped({"a.txt": b"x"})),
    "pdf and zip, ended again": lambda: ("a.pdf", PDF + zipped({"a": b"x"}, comment=b"\n%%EOF\n")),
    "pdf that is cut off": lambda: ("a.pdf", PDF[:60]),
    "pdf that starts a program": lambda: ("a.pdf", PDF[:9] + b"<</S/Launch/F(cmd.exe)>>" + PDF[9:]),
    "png that is cut off": lambda: ("a.png", picture()[:60]),
    "jpeg that is cut off": lambda: ("a.jpg", picture("JPEG", (300, 300))[:400]),
    "webp that is cut off": lambda: ("a.webp", picture("WEBP")[:30]),
    "png bomb": lambda: ("a.png", png_claiming(60_000, 60_000)),
    "png wider than all": lambda: ("a.png", png_claiming(2**31 - 1, 1)),
    "png just too large": lambda: ("a.png", png_claiming(5001, 5000)),
    "png with a bomb of text": lambda: ("a.png", png_with_text_bomb()),
    "zip": lambda: ("a.zip", zipped({"a.txt": b"x"})),
    "zip called docx": lambda: ("a.docx", zipped({"a.txt": b"x"})),
    "zip in zip called docx": lambda: ("a.docx", zipped({"a.zip": zipped({"b": b"x"})})),
    "zip bomb": lambda: ("a.docx", ooxml(main=b"<d>" + b" " * 60_000_000 + b"</d>")),
    "zip bomb of members": lambda: ("a.docx", ooxml(more={f"m{n}": b"" for n in range(2100)})),
    "zip bomb in an embedded file": lambda: (
        "a.docx",
        ooxml(more={"word/embeddings/a.xlsx": ooxml("xlsx", main=b" " * 9_000_000)}),
    ),
    "file embedded in an embedded file": lambda: (
        "a.docx",
        ooxml(more={"word/embeddings/a.xlsx": ooxml("xlsx", {"xl/embeddings/b.docx": ooxml()})}),
    ),
    "zip hidden in a docx": lambda: ("a.docx", ooxml(more={"word/x.bin": zipped({"a": b"x"})})),
    "sizes that lie": lambda: ("a.docx", with_lying_sizes()),
    "protected office file": lambda: ("a.docx", encrypted()),
    "docx with a comment behind": lambda: ("a.docx", ooxml() + HTML),
    "docx with html before": lambda: ("a.docx", HTML + ooxml()),
    "docx that is cut off": lambda: ("a.docx", ooxml()[:-40]),
    "two members of one name": lambda: ("a.docx", doubled_member()),
    "member that climbs": lambda: ("a.docx", ooxml(more={"../../etc/cron.d/x": b"x"})),
    "member from the root": lambda: ("a.docx", ooxml(more={"/etc/passwd": b"x"})),
    "macros": lambda: ("a.docx", ooxml(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
    "macros under another name": lambda: ("a.docx", ooxml(more={"word/x.bin": b"\xd0\xcf\x11\xe0"})),
    "docm called docx": lambda: (
        "a.docx",
        ooxml(
            types=b'<Types><Override PartName="/word/document.xml" ContentType='
            b'"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
        ),
    ),
    "odt with macros": lambda: ("a.odt", odf(more={"Basic/Standard/Module1.xml": b"<m/>"})),
    "odf of another kind": lambda: ("a.odt", odf("formula")),
    "odt without its content": lambda: (
        "a.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    ),
    "program in a docx": lambda: ("a.docx", ooxml(more={"word/media/image1.png": b"MZ\x90\0"})),
    "script in a docx": lambda: ("a.docx", ooxml(more={"word/media/a.js": b"alert(1)"})),
    "docx without its main part": lambda: (
        "a.docx", zipped({"[Content_Types].xml": b"<Types/>", "_rels/.rels": RELS % b""}),
    ),
    "list of parts that is no xml": lambda: ("a.docx", ooxml(types=b"<Types")),
    "xml bomb in a docx": lambda: ("a.docx", ooxml(main=BOMB_XML)),
    "xml bomb in utf-16": lambda: ("a.docx", ooxml(main=BOMB_XML.decode().encode("utf-16"))),
    "xml bomb in the list of parts": lambda: ("a.docx", ooxml(types=BOMB_XML)),
    "xml bomb across two chunks": lambda: (
        "a.xlsx", ooxml("xlsx", main=b"<!--" + b"%PDF" * 16_382 + b"-->" + BOMB_XML),
    ),
    "template from elsewhere": lambda: ("a.docx", external("attachedTemplate")),
    "object from elsewhere": lambda: ("a.docx", external("oleObject")),
    "calendar that is none": lambda: ("a.ics", b"Guten Tag"),
    "too large": lambda: ("a.txt", b"a" * 10_000_001),
}  # fmt: skip

# Odd, but what is stored of them harms nobody. (name, content, name as stored)
MADE_HARMLESS: dict[str, Callable[[], tuple[str, bytes, str]]] = {
    "jpeg and php": lambda: ("bild.php", picture("JPEG") + PHP, "bild.jpg"),
    "jpeg with php in its comment": lambda: (
        "bild.jpg", picture("JPEG", comment=PHP), "bild.jpg",
    ),
    "png and html": lambda: ("bild.html", picture() + HTML, "bild.png"),
    "png and zip": lambda: ("bild.png", picture() + zipped({"a.exe": b"MZ"}), "bild.png"),
    "webp and script": lambda: ("bild.webp", picture("WEBP") + SCRIPT, "bild.webp"),
    "png called jpeg": lambda: ("bild.jpg", picture(), "bild.png"),
    "pdf called docx": lambda: ("brief.docx", PDF, "brief.pdf"),
    "docx called pdf": lambda: ("brief.pdf", ooxml(), "brief.docx"),
    "two extensions": lambda: ("rechnung.pdf.exe", PDF, "rechnung.pdf"),
    "no extension": lambda: ("rechnung", PDF, "rechnung.pdf"),
    "parts of a path": lambda: ("../../etc/passwd.pdf", PDF, "passwd.pdf"),
    "a path of windows": lambda: ("C:\\Users\\Ada\\brief.pdf", PDF, "brief.pdf"),
    "a name of ten thousand letters": lambda: ("a" * 10_000 + ".pdf", PDF, "a" * 116 + ".pdf"),
    "a name that writes backwards": lambda: ("rechnung\u202efdp.exe", PDF, "rechnungfdp.pdf"),
    "a null byte in the name": lambda: ("a\x00b.pdf", PDF, "ab.pdf"),
    "new lines in the name": lambda: ("a\r\nSet-Cookie: x=1.pdf", PDF, "a Set-Cookie_ x=1.pdf"),
    "quotes in the name": lambda: ('a"; filename="b.html.pdf', PDF, "a_; filename=_b.html.pdf"),
    "a name of windows": lambda: ("con.pdf", PDF, "_con.pdf"),
    "only dots": lambda: ("....pdf", PDF, "pdf.pdf"),
    "only an extension": lambda: (".htaccess", b"Deny from all", "htaccess.txt"),
    "nothing visible": lambda: ("\u200b\u200e\ufeff.pdf", PDF, "pdf.pdf"),
    "a formula": lambda: ("liste.csv", b"=HYPERLINK(1);2", "liste.csv"),
    "umlauts": lambda: ("Übersicht für Ärzte 😀.pdf", PDF, "Übersicht für Ärzte 😀.pdf"),
    "combined letters": lambda: ("U\u0308bung.pdf", PDF, "Übung.pdf"),
}  # fmt: skip

GOOD: dict[str, Callable[[], tuple[str, bytes, str]]] = {
    "pdf": lambda: ("a.pdf", PDF, "application/pdf"),
    "png": lambda: ("a.png", picture(), "image/png"),
    "jpeg": lambda: ("a.jpeg", picture("JPEG"), "image/jpeg"),
    "webp": lambda: ("a.webp", picture("WEBP"), "image/webp"),
    "docx": lambda: ("a.docx", ooxml(), f"{OOXML}.wordprocessingml.document"),
    "docx with a table behind its chart": lambda: (
        "a.docx", ooxml(more={"word/embeddings/Tabelle.xlsx": ooxml("xlsx")}),
        f"{OOXML}.wordprocessingml.document",
    ),
    "docx with a link": lambda: (
        "a.docx", external("hyperlink"), f"{OOXML}.wordprocessingml.document",
    ),
    "xlsx": lambda: ("a.xlsx", ooxml("xlsx"), f"{OOXML}.spreadsheetml.sheet"),
    "pptx": lambda: ("a.pptx", ooxml("pptx"), f"{OOXML}.presentationml.presentation"),
    "odt": lambda: ("a.odt", odf(), "application/vnd.oasis.opendocument.text"),
    "ods": lambda: (
        "a.ods", odf("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "odp": lambda: (
        "a.odp", odf("presentation"), "application/vnd.oasis.opendocument.presentation",
    ),
    "text": lambda: ("a.txt", "Grüße\r\n".encode(), "text/plain"),
    "text of windows": lambda: ("a.txt", "Grüße – €".encode("cp1252"), "text/plain"),
    "table": lambda: ("a.csv", "Name;Größe\n".encode(), "text/csv"),
    "calendar": lambda: ("a.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar"),
}  # fmt: skip
