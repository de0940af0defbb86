"""What is taken of files that people send, and what never is."""

import contextlib
import io
import time

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.foundation.uploads import BadFile, checked, clean_name
from tests import hostile_files
from tests.hostile_files import GOOD, MADE_HARMLESS, PDF, REFUSED, picture

RUNS = (b"<script", b"<?php", b"<html", b"<svg")


def test_there_are_enough_hostile_files():
    assert len(REFUSED) + len(MADE_HARMLESS) >= 60


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(what):
    name, content = REFUSED[what]()
    began = time.perf_counter()
    with pytest.raises(BadFile) as refused:
        checked(ContentFile(content, name=name))
    assert str(refused.value).endswith((".", ")."))
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("what", MADE_HARMLESS)
def test_what_is_stored_of_an_odd_file_is_harmless(what):
    name, content, stored_as = MADE_HARMLESS[what]()
    upload = ContentFile(content)
    upload.name = name
    found = checked(upload)
    assert found.name == stored_as
    assert not any(marker in found.content.lower() for marker in RUNS)


@pytest.mark.parametrize("what", GOOD)
def test_honest_files_are_taken_for_what_they_are(what):
    name, content, content_type = GOOD[what]()
    found = checked(ContentFile(content, name=name))
    assert (found.name, found.content_type) == (name, content_type)
    assert found.size == len(found.content)
    assert len(found.sha256) == 64
    if not content_type.startswith("image/"):
        assert found.content == content


def test_pictures_lose_where_they_were_taken_and_stand_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Kamera von Ada"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture("JPEG", (40, 20), exif=exif)
    assert b"Kamera" in content
    clean = checked(ContentFile(content, name="a.jpg")).content
    assert b"Kamera" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert image.size == (20, 40)
        assert not dict(image.getexif())


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_mode_are_taken(mode):
    written = io.BytesIO()
    format_ = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("L", (9, 9)).convert("P").convert("PA") if mode == "PA" else None
    image = image or Image.new(mode, (9, 9))
    if mode == "PA":
        image = image.convert("RGBA")
    image.save(written, format_)
    assert checked(ContentFile(written.getvalue(), name="a.png")).size


def test_a_picture_of_a_telephone_is_made_smaller():
    content = picture("JPEG", (8000, 6000), quality=10)
    with Image.open(io.BytesIO(checked(ContentFile(content, name="a.jpg")).content)) as image:
        assert max(image.size) <= 4000


@given(st.text(max_size=400))
def test_a_clean_name_is_short_visible_and_no_path(name):
    clean = clean_name(name)
    assert 0 < len(clean) <= 121
    assert clean.isprintable()
    assert not set(clean) & set('<>:"/\\|?*')
    assert not clean.startswith(".")
    assert clean_name(clean) == clean


@given(
    st.binary(max_size=3000), st.sampled_from(["", "%PDF-1.7", "PK\x03\x04", "\x89PNG\r\n\x1a\n"])
)
def test_no_bytes_break_the_check(content, beginning):
    with contextlib.suppress(BadFile):
        checked(ContentFile(beginning.encode("latin-1") + content, name="a.pdf"))


@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["docx", "png", "pdf", "jpeg"]))
def test_no_damaged_byte_breaks_the_check(at, byte, kind):
    name, content, _type = GOOD[kind]()
    damaged = bytearray(content)
    damaged[at % len(damaged)] = byte
    with contextlib.suppress(BadFile):
        checked(ContentFile(bytes(damaged), name=name))


def test_what_the_hostile_files_are_made_of_is_itself_taken():
    assert checked(ContentFile(PDF, name="a.pdf"))
    assert checked(ContentFile(hostile_files.ooxml(), name="a.docx"))
