"""The inbox of suggestions: who fits one's own needs and offers, and why."""

import uuid
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import dismissals, due
from matching.fairness import with_lift
from matching.forms import DismissalForm
from matching.hints import Close, advice_sentences, close_ones
from matching.models import Dismissal, Side, Suggestion
from matching.models.listing import Listing
from matching.reasons import Labels, competence_labels
from matching.views.kinds import KINDS
from profiles.current import organisation_of
from profiles.models import Organisation

LISTINGS_PER_PAGE = 10
SHOWN_PER_LISTING = 5
SHOWN_OF_ONE = 60
DISMISSALS_SHOWN = 20


class Card(NamedTuple):
    """One suggestion as its reader sees it."""

    suggestion: Suggestion
    other: Listing
    form: DismissalForm


class Group(NamedTuple):
    """One's own listing with the best of its suggestions; `total` counts all of them."""

    listing: Listing
    reader: str
    cards: list[Card]
    total: int
    advice: list[str]
    close: list[Close]
    edit_url: str


@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggestions of the organisation that the person acts for, by its own listings."""
    return _inbox(request)


@login_required
@require_POST
def dismiss(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """“Passt nicht”: take a pair off both lists, with a reason."""
    organisation = organisation_of(request)
    suggestion = get_object_or_404(
        _live(request, organisation).select_related("need", "offer"), public_id=public_id
    )
    form = _form_for(suggestion, request.POST)
    if not form.is_valid():
        return _inbox(request, refused=form, status=422)
    side = Side.NEED if suggestion.need.organisation_id == organisation.pk else Side.OFFER
    dismissals.dismiss(
        suggestion.need,
        suggestion.offer,
        side,
        by=request.user,
        reason=form.cleaned_data["reason"],
        comment=form.cleaned_data["comment"],
    )
    messages.success(
        request, _("Set aside. You find it at the bottom of this page if you change your mind.")
    )
    return redirect("matching:suggestions")


@login_required
@require_POST
def take_back(request: HttpRequest, need_id: uuid.UUID, offer_id: uuid.UUID) -> HttpResponse:
    """The pair may be suggested again; one's own listing is matched anew."""
    organisation = organisation_of(request)
    if organisation is None or organisation.is_suspended:
        raise Http404
    dismissal = get_object_or_404(
        _dismissed_by(organisation),
        need__public_id=need_id,
        offer__public_id=offer_id,
    )
    with transaction.atomic():
        dismissals.take_back(dismissal.need, dismissal.offer, dismissal.side, by=request.user)
        due.mark(dismissal.need if dismissal.side == Side.NEED else dismissal.offer)
    messages.success(request, _("It can be suggested again."))
    return redirect("matching:suggestions")


def _inbox(
    request: HttpRequest, *, refused: DismissalForm | None = None, status: int = 200
) -> HttpResponse:
    organisation = organisation_of(request)
    context: dict[str, Any] = {"organisation": organisation}
    if organisation:
        only = _uuid_of(request.GET.get("for", ""))
        page = _own_listings(request, organisation, only)
        labels = competence_labels()
        groups = _groups(request, page, refused, is_one=bool(only), labels=labels)
        context |= {
            "page": page,
            "groups": groups,
            "only": only,
            "labels": labels,
            "dismissed": _dismissed_by(organisation).order_by("-created_at")[:DISMISSALS_SHOWN],
        }
    return render(request, "matching/suggestions.html", context, status=status)


def _live(request: HttpRequest, organisation: Organisation | None) -> QuerySet[Suggestion]:
    if organisation is None:
        return Suggestion.objects.none()
    return Suggestion.objects.live().visible_to(request.user).for_members_of(organisation)


def _own_listings(request: HttpRequest, organisation: Organisation, only: uuid.UUID | None) -> Page:
    """Own open listings: (side, listing, number of live suggestions), those with some first."""
    found = []
    for side, kind in KINDS.items():
        own = kind.model.objects.open().filter(organisation=organisation).with_place()
        counts = dict(
            _live(request, organisation)
            .filter(**{f"{side}__organisation": organisation})
            .values_list(side)
            .annotate(Count("pk"))
        )
        found += [
            (side, listing, counts.get(listing.pk, 0))
            for listing in (own.filter(public_id=only) if only else own)
        ]
    found.sort(key=lambda row: (row[2] == 0, -row[1].published_at.timestamp()))
    return Paginator(found, LISTINGS_PER_PAGE).get_page(request.GET.get("page"))


def _groups(
    request: HttpRequest,
    page: Page,
    refused: DismissalForm | None,
    *,
    is_one: bool,
    labels: Labels,
) -> list[Group]:
    organisation = organisation_of(request)
    shown = SHOWN_OF_ONE if is_one else SHOWN_PER_LISTING
    best = {}
    for side in KINDS:
        ids = [listing.pk for own_side, listing, _total in page if own_side == side]
        live = _live(request, organisation).filter(**{f"{side}__in": ids})
        order = F("lifted") if side == Side.NEED else F("score")
        place = Window(RowNumber(), partition_by=F(side), order_by=[order.desc(), F("pk")])
        for suggestion in (
            with_lift(live)
            .annotate(place=place)
            .filter(place__lte=shown)
            .with_both_sides()
            .order_by("place")
        ):
            pair = (side, getattr(suggestion, f"{side}_id"))
            best.setdefault(pair, []).append(_card(suggestion, side, refused))
    empty = [(side, listing) for side, listing, total in page if not total]
    close = close_ones(empty, labels)
    return [
        Group(
            listing,
            side,
            best.get((side, listing.pk), []),
            total,
            [] if total else advice_sentences(listing, labels, side),
            close.get((side, listing.pk), []),
            KINDS[side].href("edit", listing),
        )
        for side, listing, total in page
    ]


def _card(suggestion: Suggestion, side: str, refused: DismissalForm | None) -> Card:
    other = suggestion.offer if side == Side.NEED else suggestion.need
    form = _form_for(suggestion)
    is_refused = refused is not None and refused.auto_id == form.auto_id
    return Card(suggestion, other, refused if is_refused else form)


def _form_for(suggestion: Suggestion, data: Any = None) -> DismissalForm:
    # Many of these forms stand on one page: each needs ids of its own.
    return DismissalForm(data, auto_id=f"d-{suggestion.public_id}-%s")


def _dismissed_by(organisation: Organisation) -> QuerySet[Dismissal]:
    own = Q(side=Side.NEED, need__organisation=organisation) | Q(
        side=Side.OFFER, offer__organisation=organisation
    )
    return Dismissal.objects.filter(own).select_related("need__organisation", "offer__organisation")


def _uuid_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
