"""Pictures that pages show: what is left of an upload, in which sizes, and which are refused."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.foundation.uploads import BadFile
from portal.foundation.uploads.sized import NAME, PHOTO, Sizes
from tests.hostile_files import MADE_HARMLESS, REFUSED, picture

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def taken(content: bytes, sizes: Sizes = PHOTO) -> Image.Image:
    """What is stored of an upload."""
    return Image.open(BytesIO(sizes.reencoded(ContentFile(content, name="x")).read()))


def a_telephones_photo(*, orientation: int = 1) -> bytes:
    """A JPEG with maker and position; its left half is red, its right half blue."""
    image = Image.new("RGB", (300, 200), "blue")
    image.paste("red", (0, 0, 150, 200))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "Telephone of Ada"
    exif[GPS] = {1: "N", 2: (51.0, 20.0, 0.0), 3: "E", 4: (12.0, 22.0, 0.0)}
    written = BytesIO()
    xmp = b"<x:xmpmeta>51.3N</x:xmpmeta>"
    image.save(written, "JPEG", exif=exif, comment=b"secret", xmp=xmp, quality=95)
    return written.getvalue()


def test_nothing_tells_where_and_with_what_it_was_taken():
    content = a_telephones_photo()
    assert b"Telephone of Ada" in content
    stored = PHOTO.reencoded(ContentFile(content, name="tomke.jpg"))
    assert not any(word in stored.read() for word in (b"EXIF", b"XMP", b"ICCP", b"Ada", b"secret"))
    stored.seek(0)
    image = Image.open(stored)
    assert (image.format, dict(image.getexif())) == ("WEBP", {})
    assert "tomke" not in stored.name


def test_it_stands_upright_without_what_said_so():
    image = taken(a_telephones_photo(orientation=6)).convert("RGB")
    assert image.size == (200, 300)
    red, _green, blue = image.getpixel((100, 40))
    assert red > 200 > 60 > blue  # what was left is on top now


def test_colours_of_another_space_stay_what_they_were():
    """Without its profile a picture with exchanged primaries would be green where it was red."""
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    red = Image.new("RGB", (40, 30), "red")
    written = BytesIO()
    red.save(written, "PNG", icc_profile=srgb.tobytes())
    red_again = taken(written.getvalue()).convert("RGB").getpixel((20, 15))
    assert red_again[0] > 240
    for profile in (b"nonsense", ImageCms.ImageCmsProfile(lab).tobytes(), b"x" * 200_000):
        written = BytesIO()
        red.save(written, "PNG", icc_profile=profile)
        assert taken(written.getvalue()).convert("RGB").getpixel((20, 15))[0] > 240


@given(width=st.integers(1, 60), height=st.integers(1, 60))
def test_a_name_tells_the_size_and_nothing_is_made_larger(width, height):
    small = Sizes(max_bytes=10_000, edge=40, widths=(10, 20), quality=60)
    stored = small.reencoded(ContentFile(picture(size=(width, height)), name="x.png"))
    told = NAME.fullmatch(f"photos/{stored.name}")
    size = (int(told[1]), int(told[2]))
    assert Image.open(stored).size == size
    assert max(size) == min(40, max(width, height))
    assert all(now <= then for now, then in zip(size, (width, height), strict=True))


def test_a_photo_of_fifty_megapixels_is_taken_and_made_small():
    assert taken(picture("JPEG", (8160, 6120))).size == (1440, 1080)


@pytest.mark.parametrize("what", REFUSED)
def test_what_may_be_stored_nowhere_is_no_picture_either(what):
    name, content = REFUSED[what]()
    with pytest.raises(BadFile):
        PHOTO.reencoded(ContentFile(content, name=name))


@pytest.mark.parametrize("what", [what for what in MADE_HARMLESS if "called docx" not in what])
def test_whatever_is_stored_is_a_picture_of_ours(what):
    name, content, _stored = MADE_HARMLESS[what]()
    try:
        kept = PHOTO.reencoded(ContentFile(content, name=name))
    except BadFile:
        return
    stored = kept.read()
    assert stored[:4] == b"RIFF"
    assert not any(word in stored for word in (b"<?php", b"<script", b"PK\x03\x04"))
    assert NAME.fullmatch(f"photos/{kept.name}")
