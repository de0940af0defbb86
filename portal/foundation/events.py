"""How the events of the history read. Stored are short English codes, as `history.record` gets them."""

from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "created": _("created"),
    "imported": _("imported"),
    "changed": _("changed"),
    "deleted": _("deleted"),
    "submitted": _("submitted"),
    "submitted again": _("submitted again after a change"),
    "approved": _("approved"),
    "published": _("published"),
    "returned": _("returned with a comment"),
    "suspended": _("suspended"),
    "resumed": _("shown again"),
    "paused": _("paused"),
    "fulfilled": _("fulfilled"),
    "closed": _("closed"),
    "expired": _("expired"),
    "site saved": _("site saved"),
    "contact read": _("contact data read"),
    "invited": _("invited somebody"),
    "joined": _("somebody joined"),
    "join declined": _("declined a request to join"),
    "left": _("somebody left"),
    "role changed": _("role changed"),
    "rights changed": _("rights changed"),
    "mandate given": _("mandate given"),
    "mandate ended": _("mandate ended"),
    "suggestion dismissed": _("suggestion dismissed"),
    "dismissal taken back": _("dismissal taken back"),
    "opened": _("enquiry sent"),
    "accepted": _("enquiry accepted"),
    "declined": _("enquiry declined"),
    "withdrawn": _("enquiry withdrawn"),
}


def event_words(event: str) -> str:
    """`event` in the reader's language; an event nobody has named yet stays as it is stored."""
    return str(EVENT_WORDS.get(event, event))
