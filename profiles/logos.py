"""Logos: whatever is uploaded is decoded and written anew, small, without metadata."""

import uuid
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 2_000_000
# Decoding needs four bytes a pixel; a tiny file can claim billions of them.
MAX_PIXELS = 25_000_000
EDGE_PIXELS = 480
FORMATS = ("PNG", "JPEG", "WEBP")


class BadLogo(ValueError):  # noqa: N818 -- reads as what it is
    """The file cannot become a logo; the text is a sentence that says how to mend it."""


def reencoded(upload: File) -> ContentFile:
    """A WebP of at most EDGE_PIXELS a side with a random name. Raises BadLogo."""
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
    written = BytesIO()
    small.save(written, "WEBP", quality=88)
    return ContentFile(written.getvalue(), name=f"{uuid.uuid4().hex}.webp")
