"""“Passt nicht”: a side takes a pair off the suggestions, with a reason that is kept."""

from django.db import transaction

from matching.models import Dismissal, DismissalReason, Need, Offer, Side
from portal.foundation import history
from profiles.models import User


@transaction.atomic
def dismiss(  # noqa: PLR0913 -- a pair, a side and a reason with words belong together
    need: Need,
    offer: Offer,
    side: str,
    *,
    by: User,
    reason: str = DismissalReason.OTHER,
    comment: str = "",
    until_changed: bool = False,
) -> Dismissal:
    """Note that `side` does not want this pair; neither side is suggested it again.

    With `until_changed` only until one of the two changes materially (after a declined enquiry).
    """
    dismissal, is_new = Dismissal.objects.get_or_create(
        need=need,
        offer=offer,
        side=side,
        defaults={
            "reason": reason,
            "comment": comment,
            "by": by,
            "until_changed": until_changed,
        },
    )
    if is_new:
        own = need if side == Side.NEED else offer
        history.record(own, "suggestion dismissed", by=by, comment=dismissal.get_reason_display())
    return dismissal


@transaction.atomic
def take_back(need: Need, offer: Offer, side: str, *, by: User) -> None:
    """The side changed its mind: the pair may be suggested again."""
    deleted, _rows = Dismissal.objects.filter(need=need, offer=offer, side=side).delete()
    if deleted:
        own = need if side == Side.NEED else offer
        history.record(own, "dismissal taken back", by=by)


def forget_until_changed(listing: Need | Offer) -> None:
    """`listing` has changed materially: pairs that were declined as it was may be suggested again."""
    Dismissal.objects.filter(**{listing._meta.model_name: listing}, until_changed=True).delete()
