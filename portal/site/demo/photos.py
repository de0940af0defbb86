"""Photos of the demo data: drawings of ours that go the way of an upload."""

from pathlib import Path

from django.core.files.base import ContentFile

from cooperation.models import Example
from portal.foundation.uploads.sized import PHOTO
from profiles.models import Organisation

FOLDER = Path(__file__).parent / "pictures"


def give(thing: Organisation | Example, row: dict[str, str]) -> None:
    """Put the photo that `row` tells of on `thing`, which the caller saves."""
    drawing = ContentFile((FOLDER / row["file"]).read_bytes(), name=row["file"])
    thing.photo = PHOTO.reencoded(drawing)
    thing.photo_alt, thing.photo_by = row["alt"], row["by"]
