"""What a listing counts: people, places, pieces or seats, by its kind of help."""

from django.utils.translation import gettext as _

from matching.models import Format, Need, Offer


def how_many(listing: Need | Offer) -> str:
    """The question how many, with what is counted.

    A need says its wish; an offer of several kinds that count different things is just asked how many.
    """
    kinds = [listing.format] if isinstance(listing, Need) else listing.formats
    words = {
        Format.INTERNSHIP: _("How many places?"),
        Format.IN_KIND: _("How many pieces?"),
        Format.SPACE: _("How many seats?"),
    }
    asked = {words.get(kind, _("How many people?")) for kind in kinds}
    return asked.pop() if len(asked) == 1 else _("How many?")
