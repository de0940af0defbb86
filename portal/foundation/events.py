"""How the events of the history read. Stored are short English codes, as `history.record` gets them."""

from django.utils.translation import pgettext_lazy

# With a context: “submitted” is a date elsewhere, an act here, and German has two words for it.

EVENT_WORDS = {
    "created": pgettext_lazy("event", "created"),
    "imported": pgettext_lazy("event", "imported"),
    "changed": pgettext_lazy("event", "changed"),
    "deleted": pgettext_lazy("event", "deleted"),
    "submitted": pgettext_lazy("event", "submitted"),
    "submitted again": pgettext_lazy("event", "submitted again after a change"),
    "approved": pgettext_lazy("event", "approved"),
    "published": pgettext_lazy("event", "published"),
    "returned": pgettext_lazy("event", "returned with a comment"),
    "suspended": pgettext_lazy("event", "suspended"),
    "resumed": pgettext_lazy("event", "shown again"),
    "paused": pgettext_lazy("event", "paused"),
    "fulfilled": pgettext_lazy("event", "fulfilled"),
    "closed": pgettext_lazy("event", "closed"),
    "expired": pgettext_lazy("event", "expired"),
    "site saved": pgettext_lazy("event", "site saved"),
    "site removed": pgettext_lazy("event", "site removed"),
    "contact read": pgettext_lazy("event", "contact data read"),
    "invited": pgettext_lazy("event", "invited somebody"),
    "invitation withdrawn": pgettext_lazy("event", "invitation withdrawn"),
    "joined": pgettext_lazy("event", "somebody joined"),
    "join declined": pgettext_lazy("event", "declined a request to join"),
    "left": pgettext_lazy("event", "somebody left"),
    "role changed": pgettext_lazy("event", "role changed"),
    "handed over": pgettext_lazy("event", "ownership handed over"),
    "kept apart": pgettext_lazy("event", "registered although the number is known"),
    "merged": pgettext_lazy("event", "took another organisation in"),
    "merged away": pgettext_lazy("event", "merged into another organisation"),
    "verified": pgettext_lazy("event", "checked"),
    "verification withdrawn": pgettext_lazy("event", "badge withdrawn"),
    "verification ended": pgettext_lazy("event", "badge ended: what was checked has changed"),
    "rights changed": pgettext_lazy("event", "rights changed"),
    "mandate given": pgettext_lazy("event", "mandate given"),
    "mandate ended": pgettext_lazy("event", "mandate ended"),
    "suggestion dismissed": pgettext_lazy("event", "suggestion dismissed"),
    "dismissal taken back": pgettext_lazy("event", "dismissal taken back"),
    "opened": pgettext_lazy("event", "enquiry sent"),
    "accepted": pgettext_lazy("event", "enquiry accepted"),
    "declined": pgettext_lazy("event", "enquiry declined"),
    "withdrawn": pgettext_lazy("event", "enquiry withdrawn"),
}


def event_words(event: str) -> str:
    """`event` in the reader's language; an event nobody has named yet stays as it is stored."""
    return str(EVENT_WORDS.get(event, event))
