"""What cooperations say about an organisation, for its public page: how soon it answers, its examples."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cooperation import answer_clock, examples
from portal.foundation.templatetags.components import fact
from profiles.models import Organisation

register = template.Library()
EXAMPLES_SHOWN = 3


@register.simple_tag
def answer_time(organisation: Organisation) -> SafeString | str:
    """How soon it usually answers, as a line of a card; nothing before there are enough answers."""
    hours = answer_clock.median_hours(organisation)
    if hours is None:
        return ""
    days = round(hours / 24)
    if days < 1:
        text = _("Usually answers within a day")
    else:
        text = ngettext(
            "Usually answers within %(days)d day", "Usually answers within %(days)d days", days
        ) % {"days": days}
    return fact(icon="clock", text=text)


@register.inclusion_tag("cooperation/parts/examples_of.html")
def examples_of(organisation: Organisation) -> dict[str, object]:
    """Cooperations that it and the other side like to show."""
    return {"examples": examples.published_of(organisation)[:EXAMPLES_SHOWN]}
