"""Pictures of organisations and examples, in the width that the reader's screen needs."""

from typing import Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.foundation.uploads.sized import SizedPictureFile

register = template.Library()


class Place(NamedTuple):
    """Where a picture stands: its class as an attribute, how wide it is there (for `sizes`), and the
    box that it fits in without being blown up, where that is known. The box is CSS pixels."""

    css: SafeString
    sizes: str = "min({width}px, 92vw)"
    box: tuple[int, int] | None = None

    def fitting(self, pixels: tuple[int, int]) -> tuple[int, int]:
        """The size for `width` and `height`: browsers keep that much room free while it loads."""
        if self.box is None:
            return pixels
        scale = min(1, self.box[0] / pixels[0], self.box[1] / pixels[1])
        return max(1, round(pixels[0] * scale)), max(1, round(pixels[1] * scale))


ON_A_PAGE = Place(SafeString('class="photo"'), box=(736, 544))
IN_A_FORM = Place(SafeString('class="photo"'), box=(368, 272))
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
        width, height = place.fitting(pixels)
        widths = [*(f"{address}&w={stored} {stored}w" for stored in file.widths)]
        size = format_html(
            ' srcset="{}" sizes="{}" width="{}" height="{}"',
            ", ".join([*widths, f"{address} {pixels[0]}w"]),
            place.sizes.format(width=width),
            width,
            height,
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
    return _figure(of, ON_A_PAGE, loading)


@register.simple_tag
def stored_photo(of: Any) -> SafeString:
    """The same above the field in which another one is chosen."""
    return _figure(of, IN_A_FORM, "lazy")


@register.simple_tag
def card_photo(of: Any) -> SafeString:
    """The same, small, inside a card."""
    return picture(of.photo, of.photo_url, of.photo_alt, IN_A_CARD)


def _figure(of: Any, place: Place, loading: str) -> SafeString:
    image = picture(of.photo, of.photo_url, of.photo_alt, place, loading=loading)
    if not image:
        return image
    values = {"image": image, "by": of.photo_by}
    return SafeString(render_to_string("components/photo.html", values))
