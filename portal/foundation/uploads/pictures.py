"""Pictures: decoded and written anew, so that only pixels are left of whatever came."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from portal.foundation.uploads.refusing import MAX_BYTES, BadFile

# A tiny file can claim billions of pixels, and each takes up to four bytes while it is decoded.
MAX_PIXELS = 25_000_000
# JPEGs of telephones are larger, but can be decoded at half their size.
MAX_JPEG_PIXELS = 80_000_000
EDGE_PIXELS = 4000


@dataclass(frozen=True)
class PictureKind:
    format: str
    content_type: str
    extensions: tuple[str, ...]


JPEG = PictureKind("JPEG", "image/jpeg", (".jpg", ".jpeg"))
PNG = PictureKind("PNG", "image/png", (".png",))
WEBP = PictureKind("WEBP", "image/webp", (".webp",))


def kind_of(content: bytes) -> PictureKind | None:
    """Which picture it begins as; None for everything that is none, SVG and GIF among it."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    return None


def decoded(content: bytes, kind: PictureKind, edge: int = EDGE_PIXELS) -> Image.Image:
    """The pixels of a picture, upright, at most `edge` a side where they were too many. Raises BadFile.

    Nothing else is left of it but its colour profile, in `info`.
    """
    try:
        with Image.open(BytesIO(content), formats=[kind.format]) as image:
            limit = MAX_JPEG_PIXELS if kind is JPEG else MAX_PIXELS
            if image.width * image.height > limit:
                raise BadFile(_too_many_pixels())
            if kind is JPEG:
                image.draft("RGB", (edge, edge))
            if image.width * image.height > MAX_PIXELS:
                image.thumbnail((edge, edge))
            ImageOps.exif_transpose(image, in_place=True)  # a copy would take its memory twice
            return _plain(image, kind)
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile(_too_many_pixels()) from error
    except (
        OSError, ValueError, SyntaxError, OverflowError, MemoryError, EOFError,
    ) as error:  # fmt: skip
        raise BadFile(_("The picture is damaged or incomplete. Please save it again.")) from error


def reencoded(content: bytes, kind: PictureKind) -> bytes:
    """The same picture without place, camera and comments, upright. Raises BadFile."""
    plain = decoded(content, kind)
    plain.info = {}
    plain.thumbnail((EDGE_PIXELS, EDGE_PIXELS))
    return _written(plain, kind)


def _plain(image: Image.Image, kind: PictureKind) -> Image.Image:
    has_transparency = "A" in image.getbands() or "transparency" in image.info
    mode = "RGBA" if has_transparency and kind is not JPEG else "RGB"
    converted = image.convert(mode)
    # Pillow would write comments and positions again.
    profile = image.info.get("icc_profile")
    converted.info = {"icc_profile": profile} if profile else {}
    return converted


def _written(image: Image.Image, kind: PictureKind) -> bytes:
    options = {"JPEG": {"quality": 88}, "PNG": {"optimize": False}, "WEBP": {"quality": 88}}
    written = BytesIO()
    image.save(written, kind.format, **options[kind.format])
    if written.tell() > MAX_BYTES:
        raise BadFile(_too_many_pixels())
    return written.getvalue()


def _too_many_pixels() -> str:
    return _("This picture has too many pixels. Please make it smaller first.")
