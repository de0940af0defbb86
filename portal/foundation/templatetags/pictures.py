"""Pictures of organisations and examples, in the width that the reader's screen needs."""

from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.foundation.uploads.sized import SizedPictureFile

register = template.Library()


class Place(NamedTuple):
    """Where a picture stands: its class as an attribute, and how wide it is there (for `sizes`)."""

    css: SafeString
    sizes: str


ON_A_PAGE = Place(SafeString('class="photo"'), "(min-width: 60rem) 42rem, 92vw")
IN_A_CARD = Place(
    SafeString('class="card-photo"'), "(min-width: 60rem) 24rem, (min-width: 40rem) 45vw, 92vw"
)


def picture(
    file: SizedPictureFile, address: str, words: str, place: Place, *, loading: str = "lazy"
) -> SafeString:
    """An `img` with the size that it will take; nothing where no picture is stored."""
    if not file or file.is_new:
        return SafeString("")
    size = SafeString("")
    if pixels := file.pixels:
        widths = [*(f"{address}&w={width} {width}w" for width in file.widths)]
        size = format_html(
            ' srcset="{}" sizes="{}" width="{}" height="{}"',
            ", ".join([*widths, f"{address} {pixels[0]}w"]),
            place.sizes,
            *pixels,
        )
    return format_html(
        '<img {} src="{}"{} alt="{}" loading="{}">',
        place.css,
        address,
        size,
        words,
        loading,
    )


@register.simple_tag
def photo(of: Any, loading: str = "lazy") -> SafeString:
    """The photo of an organisation or an example as a figure; `loading="eager"` on top of a page."""
    image = picture(of.photo, of.photo_url, of.photo_alt, ON_A_PAGE, loading=loading)
    if not image:
        return image
    return SafeString(
        render_to_string("components/photo.html", {"image": image, "by": of.photo_by})
    )


@register.simple_tag
def card_photo(of: Any) -> SafeString:
    """The same, small, inside a card."""
    return picture(of.photo, of.photo_url, of.photo_alt, IN_A_CARD)
