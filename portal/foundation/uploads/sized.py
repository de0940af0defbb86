"""Pictures that pages show: written anew as WebP, small, without what they carried, in several widths.

The name of a stored file tells its size, so that pages can say it without opening the file. Its
smaller widths lie beside it; nothing is ever made larger than it came.
"""

import re
import uuid
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from portal.foundation.uploads import pictures
from portal.foundation.uploads.refusing import BadFile

NAME: Final = re.compile(r"(?:[a-z]+/)+[0-9a-f]{32}-([0-9]+)x([0-9]+)\.webp")
# A profile is some kilobytes; whoever sends more has something else in mind.
MAX_PROFILE_BYTES: Final = 100_000


@dataclass(frozen=True)
class Sizes:
    """How large a picture may come, be kept and be shown. Widths and edge are pixels."""

    max_bytes: int
    edge: int
    widths: tuple[int, ...]
    quality: int

    def reencoded(self, upload: File) -> ContentFile:
        """A WebP of at most `edge` a side; its name is random and tells its size. Raises BadFile."""
        if upload.size > self.max_bytes:
            raise BadFile(too_large(self))
        upload.seek(0)
        content = upload.read(self.max_bytes + 1)
        kind = pictures.kind_of(content)
        if kind is None:
            raise BadFile(
                _("This file is not a picture that we can read. Please choose a PNG, JPEG or WebP.")
            )
        # Twice as many pixels as are kept: a JPEG that is halved while it is read stays sharp.
        image = pictures.decoded(content, kind, 2 * self.edge)
        image.thumbnail((self.edge, self.edge))
        name = f"{uuid.uuid4().hex}-{image.width}x{image.height}.webp"
        return ContentFile(self.webp(_in_srgb(image)), name=name)

    def webp(self, image: Image.Image) -> bytes:
        written = BytesIO()
        image.save(written, "WEBP", quality=self.quality)
        return written.getvalue()


# Photos as telephones take them; wide enough for a page on a fine screen.
PHOTO: Final = Sizes(max_bytes=10_000_000, edge=1440, widths=(480, 960), quality=80)


def too_large(sizes: Sizes) -> str:
    """The sentence for a file with too many bytes, which may not have arrived at all."""
    return _("This file is larger than %(n)s MB. Please choose a smaller one.") % {
        "n": sizes.max_bytes // 1_000_000
    }


class SizedPictureFile(ImageFieldFile):
    """A stored picture. Storing it stores its smaller widths."""

    @property
    def is_new(self) -> bool:
        """Whether it was uploaded just now and is not stored yet."""
        return bool(self) and not self._committed

    @property
    def pixels(self) -> tuple[int, int] | None:
        """Its width and height; None for one that is not stored, or was before names told it."""
        found = NAME.fullmatch(self.name or "")
        return (int(found[1]), int(found[2])) if found else None

    @property
    def widths(self) -> list[int]:
        """In which smaller widths there is the same picture, too."""
        pixels = self.pixels
        return [width for width in self.field.sizes.widths if pixels and width < pixels[0]]

    def name_in(self, width: int) -> str:
        """Where the same picture is stored in one of its `widths`."""
        return f"{self.name.removesuffix('.webp')}-w{width}.webp"

    @property
    def names(self) -> list[str]:
        """All files of this picture, itself first."""
        return [self.name, *map(self.name_in, self.widths)] if self else []

    def save(self, name: str, content: File, save: bool = True) -> None:  # noqa: FBT001, FBT002 -- Django's
        super().save(name, content, save)
        content.seek(0)
        if widths := self.widths:
            with Image.open(content, formats=("WEBP",)) as image:
                whole = image.convert("RGBA" if "A" in image.getbands() else "RGB")
            for width in widths:
                height = max(1, round(whole.height * width / whole.width))
                small = whole.resize((width, height), Image.Resampling.LANCZOS)
                written = self.field.sizes.webp(small)
                self.storage.save(self.name_in(width), ContentFile(written))


class SizedPictureField(models.ImageField):
    """For migrations nothing but Django's own: the column is the same."""

    attr_class = SizedPictureFile

    # Without sizes where Django copies the field for the state of migrations.
    def __init__(self, *args: Any, sizes: Sizes | None = None, **kwargs: Any) -> None:
        self.sizes = sizes
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs


def keep_stored(after: models.Model, before: models.Model, name: str) -> None:
    """A form that leaves a picture as it is does not bring back one that was replaced meanwhile."""
    file = getattr(after, name)
    if file and not file.is_new:
        setattr(after, name, getattr(before, name).name)


def delete_replaced(before: models.Model, after: models.Model, name: str) -> None:
    """Of a picture that `after` does not name any more, the files go when the transaction commits."""
    if getattr(before, name).name != getattr(after, name).name:
        delete_on_commit(getattr(before, name))


def change_of_photo(before: models.Model | None, after: models.Model) -> str:
    """What the history says of a photo that is about to be stored; "" when it stays as it is."""
    if after.photo.is_new:
        return "photo added"
    return "photo removed" if before is not None and before.photo and not after.photo else ""


def delete_on_commit(file: SizedPictureFile) -> None:
    """The picture in all its widths goes when the transaction commits."""
    transaction.on_commit(partial(_delete, file.storage, file.names))


def _delete(storage: Storage, names: list[str]) -> None:
    for name in names:
        storage.delete(name)


def _in_srgb(image: Image.Image) -> Image.Image:
    """The same colours without a profile: most telephones take photos in another colour space."""
    profile = image.info.pop("icc_profile", b"")
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if source.profile.xcolor_space.strip() == "RGB":
                image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: the colours as they come
    image.info = {}
    return image
