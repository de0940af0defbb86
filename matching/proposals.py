"""Computing a proposal from the suggestions that are live today, and locking or striking pairs."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from matching.engine.assignment import Candidate, assign, first_come_first_served
from matching.models import Need, PairState, Proposal, ProposedPair, Suggestion
from profiles import places


@transaction.atomic
def compute(proposal: Proposal) -> None:
    """Choose pairs anew around those that are locked or struck out; stores them with figures.

    Raises AssignmentError when locked pairs cannot hold together any more.
    """
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    live = list(_candidates(proposal).select_related("need", "offer"))
    capacity = {str(s.offer_id): s.offer.capacity_left for s in live}
    candidates = [
        Candidate(str(s.need_id), str(s.offer_id), s.score, s.need.people_needed) for s in live
    ]
    kept = {state: set[tuple[str, str]]() for state in PairState}
    for pair in proposal.pairs.all():
        kept[PairState(pair.state)].add((str(pair.need_id), str(pair.offer_id)))
    found = assign(
        candidates, capacity, locked=kept[PairState.LOCKED], struck=kept[PairState.STRUCK]
    )
    proposal.pairs.filter(state=PairState.PROPOSED).delete()
    ProposedPair.objects.bulk_create(
        ProposedPair(proposal=proposal, need_id=int(p.need), offer_id=int(p.offer), score=p.score)
        for p in found.pairs
        if (p.need, p.offer) not in kept[PairState.LOCKED]
    )
    in_turn = Need.objects.filter(pk__in={s.need_id for s in live}).order_by("published_at", "pk")
    order = [str(pk) for pk in in_turn.values_list("pk", flat=True)]
    without = first_come_first_served(candidates, capacity, order)
    proposal.figures = {
        "needs": len(order),
        "served": len(found.pairs),
        "total": round(found.total, 2),
        "bound": round(found.bound, 2),
        "served_in_turn": len(without),
        "total_in_turn": round(sum(pair.score for pair in without), 2),
    }
    proposal.computed_at = timezone.now()
    proposal.save(update_fields=["figures", "computed_at"])


def set_state(proposal: Proposal, pairs: list[int], state: PairState) -> int:
    """Lock, strike out or free pairs of a proposal; the number that changed."""
    return proposal.pairs.filter(pk__in=pairs).exclude(state=state).update(state=state)


def left_without(proposal: Proposal) -> QuerySet[Need]:
    """Needs that could have been served but are not, with what their line shows."""
    served = proposal.pairs.exclude(state=PairState.STRUCK).values("need")
    asked = _candidates(proposal).values("need")
    return Need.objects.filter(pk__in=asked).exclude(pk__in=served).with_place()


def _candidates(proposal: Proposal) -> QuerySet[Suggestion]:
    """Live suggestions of the region, the day and the kind of help."""
    found = Suggestion.objects.live()
    if proposal.postcode:
        place = places.require(proposal.postcode)
        near = Need.objects.near(place.lat, place.lon, proposal.radius_km)
        found = found.filter(need__in=near.values("pk"))
    if proposal.on:
        for side in ("need", "offer"):
            found = found.filter(
                **{f"{side}__starts_on__lte": proposal.on, f"{side}__ends_on__gte": proposal.on}
            )
    if proposal.format:
        wanted = Q(need__format=proposal.format) | Q(
            need__alternative_formats__contains=[proposal.format]
        )
        found = found.filter(wanted, offer__formats__contains=[proposal.format])
    return found
