"""Form fields for pictures that pages show, with the words that they need."""

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.foundation.uploads.refusing import BadFile
from portal.foundation.uploads.sized import PHOTO, Sizes, too_large


class PictureField(forms.FileField):
    """An upload that becomes a small, clean picture; without one, what was there stays."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"})

    def __init__(self, *, sizes: Sizes, **kwargs: Any) -> None:
        self.sizes = sizes
        super().__init__(required=False, max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> ContentFile | Any:
        upload = super().clean(data, initial)
        if not data:
            return upload
        try:
            return self.sizes.reencoded(upload)
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error


class WithPictures(forms.ModelForm):
    """Part of a form: each of `pictures`, such as `logo`, comes with `logo_alt` and `remove_logo`.

    `before` is what is stored, whatever was typed: pages show its pictures.
    """

    pictures: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = copy(self.instance)
        self.dropped: set[str] = set()
        for name in self.pictures:
            if not getattr(self.instance, name):
                del self.fields[f"remove_{name}"]

    def note_dropped(self, request: HttpRequest) -> None:
        """Files that were dropped while they came in, because they are far too large, are told."""
        self.dropped = set(getattr(request, "dropped_fields", ()))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.pictures:
            if name in self.dropped:
                self.add_error(name, too_large(self.fields[name].sizes))
            elif cleaned.get(f"remove_{name}") and not self.files.get(name):
                cleaned[name] = False  # Django's word for “take the file away”
            self.clean_words_of(name, cleaned)
        return cleaned

    def clean_words_of(self, name: str, cleaned: dict[str, Any]) -> None:
        """A picture never stands without words, nor words without a picture."""
        alt = f"{name}_alt"
        has_picture = name not in self.errors and bool(cleaned.get(name))
        if has_picture and not cleaned.get(alt) and alt not in self.errors:
            self.add_error(alt, _("Please say in a few words what the picture shows."))
        if name not in self.errors and not has_picture:
            cleaned[alt] = ""


class WithPhoto(WithPictures):
    """Part of a form: one photo, who took it, and the word that nobody is shown against their will."""

    pictures = ("photo",)

    photo = PictureField(
        label=gettext_lazy("Photo"),
        sizes=PHOTO,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 10 MB. Place and camera are taken out of the file."
        ),
    )
    photo_alt = forms.CharField(
        label=gettext_lazy("What is to be seen on the photo?"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("For people who do not see it; needed with a photo."),
    )
    photo_by = forms.CharField(
        label=gettext_lazy("Who took the photo?"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Stands below the photo."),
    )
    photo_agreed = forms.BooleanField(
        label=gettext_lazy(
            "Everybody who can be recognised has agreed to the photo being public, and no minor "
            "can be recognised."
        ),
        required=False,
        help_text=gettext_lazy("Needed with a new photo."),
    )
    remove_photo = forms.BooleanField(label=gettext_lazy("Remove the photo"), required=False)

    def clean_words_of(self, name: str, cleaned: dict[str, Any]) -> None:
        super().clean_words_of(name, cleaned)
        if name != "photo" or name in self.errors:
            return
        if self.files.get(name) and not cleaned.get("photo_agreed"):
            self.add_error("photo_agreed", _("Please confirm this, or leave the photo out."))
        if not cleaned.get(name):
            cleaned["photo_by"] = ""
