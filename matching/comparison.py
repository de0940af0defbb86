"""A need and an offer side by side: why they are, or are not, suggested to each other."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.engine import Comparison, NeedRecord, OfferRecord
from matching.hints import plain
from matching.live_index import load, new_index
from matching.models import Dismissal, Need, Offer, Side
from matching.reasons import competence_labels, sentences
from matching.records import record_of


class SideBySide(NamedTuple):
    """What the page shows: sentences, and the score with its parts."""

    against: list[str]
    fits: list[str]
    gaps: list[str]
    comparison: Comparison

    @property
    def is_suggested(self) -> bool:
        """Whether nothing stands against the pair."""
        return not self.against


def compare(need: Need, offer: Offer) -> SideBySide:
    """Put a stored pair side by side as the worker would see it today."""
    index = new_index()
    load(index, Need.objects.filter(pk=need.pk))
    load(index, Offer.objects.filter(pk=offer.pk))
    need_record, offer_record = record_of(need), record_of(offer)
    assert isinstance(need_record, NeedRecord)  # noqa: S101 - narrows the type
    assert isinstance(offer_record, OfferRecord)  # noqa: S101
    found = index.compare(need_record, offer_record, today=timezone.localdate())
    labels = competence_labels()

    def said(reasons: tuple, at_most: int = 9) -> list[str]:
        return sentences(plain(reasons), labels=labels, reader=Side.NEED, at_most=at_most)

    against = [*_of_the_portal(need, offer), *said(found.obstacles)]
    if found.match.score < found.beside:
        against.append(_("the topics and circumstances are too far apart to be suggested"))
    elif found.match.score < found.threshold:
        against.append(_("the fit is weak: suggested only below a pair that fits better"))
    return SideBySide(against, said(found.match.reasons), said(found.match.open_points), found)


def _of_the_portal(need: Need, offer: Offer) -> list[str]:
    """What only the portal knows: what is not open, and what a side did not want."""
    found = []
    if not Need.objects.open().filter(pk=need.pk).exists():
        found.append(_("the need is not published, or its organisation is not approved"))
    if not Offer.objects.open().filter(pk=offer.pk).exists():
        found.append(_("the offer is not published, or its organisation is not approved"))
    for dismissal in Dismissal.objects.filter(need=need, offer=offer):
        who = need.organisation if dismissal.side == Side.NEED else offer.organisation
        words = {"who": who.name, "why": dismissal.get_reason_display()}
        found.append(_("%(who)s set the pair aside: %(why)s") % words)
    return found
