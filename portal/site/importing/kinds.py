"""The three kinds of imports, each with its columns, its comparison and its way of storing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.models import ListingStatus, Need, Offer
from portal.site.importing import (
    listing_columns,
    listings,
    organisation_columns,
    organisations,
    storing_listings,
    storing_organisations,
)
from portal.site.importing.columns import Column
from portal.site.models import ImportKind, ImportLine
from profiles.models import ReviewStatus

Lines = list[ImportLine]


@dataclass(frozen=True)
class Kind:
    """How one kind of entry is imported."""

    columns: Callable[[], list[Column]]
    only_exported: tuple[Any, ...]
    title_of: Callable[[Mapping[str, Any]], str]
    keys_of: Callable[[Mapping[str, Any]], list[str]]
    compare: Callable[[Lines, list[Column]], None]
    refuse_own: Callable[..., None]
    changed_meanwhile: Callable[[Lines, int], Lines]
    store: Callable[..., None]
    statuses: tuple[tuple[str, Any], ...]


def _of_listings(model: type[Need] | type[Offer], columns: Callable[[], list[Column]]) -> Kind:
    def compare(lines: Lines, known: list[Column]) -> None:
        listings.Comparison(model, known).compare(lines)

    return Kind(
        columns=columns,
        only_exported=listing_columns.ONLY_EXPORTED,
        title_of=listings.title_of,
        keys_of=listings.keys_of,
        compare=compare,
        refuse_own=partial(storing_listings.refuse_own, model),
        changed_meanwhile=partial(storing_listings.changed_meanwhile, model),
        store=partial(storing_listings.store, model),
        statuses=(
            (
                ListingStatus.SUBMITTED,
                _("Waiting for review: each is looked at before it is public"),
            ),
            (ListingStatus.PUBLISHED, _("Published: public and matched at once")),
        ),
    )


KINDS: dict[str, Kind] = {
    ImportKind.ORGANISATIONS: Kind(
        columns=organisation_columns.columns,
        only_exported=organisation_columns.ONLY_EXPORTED,
        title_of=organisations.title_of,
        keys_of=organisations.keys_of,
        compare=organisations.compare,
        refuse_own=storing_organisations.refuse_own,
        changed_meanwhile=storing_organisations.changed_meanwhile,
        store=storing_organisations.store,
        statuses=(
            (
                ReviewStatus.SUBMITTED,
                _("Waiting for review: each is looked at before it is public"),
            ),
            (ReviewStatus.DRAFT, _("Draft: its owners complete it and hand it in")),
            (ReviewStatus.APPROVED, _("Approved: public at once")),
        ),
    ),
    ImportKind.NEEDS: _of_listings(Need, listing_columns.need_columns),
    ImportKind.OFFERS: _of_listings(Offer, listing_columns.offer_columns),
}
