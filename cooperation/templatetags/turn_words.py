"""Whose turn an enquiry is, for the reader: `{% whose_turn enquiry organisation %}`."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cooperation.models import Enquiry
from portal.foundation.templatetags.components import status
from profiles.models import Organisation

register = template.Library()


@register.simple_tag
def whose_turn(enquiry: Enquiry, reader: Organisation) -> SafeString:
    """While somebody has to act, who; otherwise where it stands."""
    turn = enquiry.owes_the_answer
    if turn is None:
        return status(enquiry.status, enquiry.get_status_display())
    if turn == reader:
        return status("now", _("It is your turn"))
    return status("open", _("Waiting for the other side"))
