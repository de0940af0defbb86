"""What every page's frame shows: whom one acts for, what waits, the motto."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cooperation.models import Enquiry, Message
from profiles import session_end
from profiles.current import organisation_of
from profiles.models import Organisation


def site(request: HttpRequest) -> dict[str, object]:
    """Context for base.html. Everything that needs a query is looked up only when shown."""
    # Missing when a middleware refused the request before anybody could be recognised.
    user = getattr(request, "user", AnonymousUser())
    current = getattr(request, "current_organisation", None)
    seconds = session_end.seconds_left(request) if user.is_authenticated else None
    return {
        "session_seconds": seconds,
        "session_warning_seconds": settings.SESSION_WARNING_MINUTES * 60,
        "session_warning_minutes": settings.SESSION_WARNING_MINUTES,
        "current_organisation": current,
        "my_organisations": SimpleLazyObject(
            lambda: list(Organisation.objects.acted_for_by(user).order_by("name"))
        ),
        "acting_on_behalf": SimpleLazyObject(
            lambda: bool(current) and current.is_acted_on_behalf_by(user)
        ),
        "is_moderator": user.is_authenticated and user.is_moderator,
        "open_counts": SimpleLazyObject(lambda: _open_counts(request)),
        "site_texts": {
            "motto": _("Companies and youth welfare, hand in hand."),
            "funder": settings.SERVICEDESK_FUNDER,
        },
        "servicedesk_name": settings.SERVICEDESK_NAME,
        "servicedesk_email": settings.SERVICEDESK_EMAIL,
    }


def _open_counts(request: HttpRequest) -> dict[str, int]:
    organisation = organisation_of(request) if hasattr(request, "user") else None
    if organisation is None:
        return {}
    unread = Message.objects.for_members_of([organisation]).not_read_by(request.user)
    return {
        "enquiries": Enquiry.objects.received_by(organisation).open().count(),
        "messages": unread.count(),
    }
