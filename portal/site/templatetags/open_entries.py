"""What an organisation seeks and offers right now, for its page: `{% open_entries organisation %}`.

A tag, because the page belongs to a room that knows no needs and offers.
"""

from django import template
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from matching.models import Need, Offer
from profiles.models import Organisation

register = template.Library()
SHOWN = 4


@register.inclusion_tag("site/parts/open_entries.html")
def open_entries(organisation: Organisation) -> dict[str, object]:
    """The newest few of each kind, and how many there are in all."""
    query = urlencode({"organisation": organisation.slug})
    parts = []
    for model, kind, title, list_name in (
        (Need, "need", _("Open needs"), "site:needs"),
        (Offer, "offer", _("Open offers"), "site:offers"),
    ):
        rows = model.objects.open().filter(organisation=organisation)
        # One more than is shown says that there are more; a count would be a query of its own.
        found = list(rows.with_place().order_by("-published_at", "-pk")[: SHOWN + 1])
        if found:
            parts.append(
                {
                    "kind": kind,
                    "title": title,
                    "listings": found[:SHOWN],
                    "has_more": len(found) > SHOWN,
                    "list_name": list_name,
                    "query": query,
                }
            )
    return {"parts": parts}
