"""Logos: whatever is uploaded is decoded and written anew, small, without metadata, in four widths.

The name of a stored file tells its size, so that pages can say it without opening the file.
"""

import re
import uuid
from io import BytesIO
from typing import Any, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES: Final = 2_000_000
# Decoding needs four bytes a pixel; a tiny file can claim billions of them.
MAX_PIXELS: Final = 25_000_000
EDGE_PIXELS: Final = 480
WIDTHS: Final = (96, 192, 384)
FORMATS: Final = ("PNG", "JPEG", "WEBP")
NAME: Final = re.compile(r"logos/[0-9a-f]{32}-([0-9]+)x([0-9]+)\.webp")


class BadLogo(ValueError):  # noqa: N818 -- reads as what it is
    """The file cannot become a logo; the text is a sentence that says how to mend it."""


def reencoded(upload: File) -> ContentFile:
    """A WebP of at most EDGE_PIXELS a side; its name is random and tells its size. Raises BadLogo."""
    if upload.size > MAX_BYTES:
        raise BadLogo(_("This file is larger than 2 MB. Please choose a smaller one."))
    try:
        # Only these decoders ever see the file; SVG and others can carry scripts.
        with Image.open(upload, formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise BadLogo(_("This picture has too many pixels. Please make it smaller first."))
            small = ImageOps.exif_transpose(image).convert("RGBA")
    except BadLogo:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadLogo(
            _("This file is not a picture that we can read. Please choose a PNG, JPEG or WebP.")
        ) from error
    small.thumbnail((EDGE_PIXELS, EDGE_PIXELS))
    name = f"{uuid.uuid4().hex}-{small.width}x{small.height}.webp"
    return ContentFile(_webp(small), name=name)


def size_of(name: str) -> tuple[int, int] | None:
    """Width and height of a stored logo; None for one of before the names told it."""
    found = NAME.fullmatch(name)
    return (int(found[1]), int(found[2])) if found else None


def widths_of(name: str) -> list[int]:
    """In which smaller widths there is a logo, too."""
    size = size_of(name)
    return [width for width in WIDTHS if size and width < size[0]]


def name_in_width(name: str, width: int) -> str:
    """Where the same logo is stored in one of `widths_of` it."""
    return f"{name.removesuffix('.webp')}-w{width}.webp"


def delete_files(storage: Storage, name: str) -> None:
    """A logo in all its widths."""
    for width in widths_of(name):
        storage.delete(name_in_width(name, width))
    storage.delete(name)


class LogoFile(ImageFieldFile):
    """Storing it stores its smaller widths."""

    def save(self, name: str, content: File, save: bool = True) -> None:  # noqa: FBT001, FBT002 -- Django's
        super().save(name, content, save)
        content.seek(0)
        if widths := widths_of(self.name):
            with Image.open(content, formats=("WEBP",)) as image:
                whole = image.convert("RGBA")
            for width in widths:
                height = max(1, round(whole.height * width / whole.width))
                small = whole.resize((width, height), Image.Resampling.LANCZOS)
                self.storage.save(name_in_width(self.name, width), ContentFile(_webp(small)))


class LogoField(models.ImageField):
    """For migrations nothing but Django's own: the column is the same."""

    attr_class = LogoFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


def _webp(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "WEBP", quality=88)
    return written.getvalue()
