"""Needs and offers are looked at, posted and managed by the same views: what differs is here."""

from dataclasses import dataclass

from django.urls import reverse

from matching.forms import NeedForm, OfferForm
from matching.forms.listings import ListingForm, Questions
from matching.models import Need, Offer, Side
from matching.models.listing import Listing
from profiles.models import Organisation


@dataclass(frozen=True)
class Kind:
    """“need” or “offer”, with its model and form."""

    name: str
    model: type[Listing]
    form: type[ListingForm]

    def may_be_posted_by(self, organisation: Organisation) -> bool:
        """Whether organisations of this sort post this kind at all."""
        if self.name == Side.NEED:
            return organisation.may_post_needs
        return organisation.may_post_offers

    def href(self, page: str, listing: Listing) -> str:
        """The address of a page of one listing: "edit", "check", "pause" …"""
        return reverse(f"matching:{self.name}-{page}", args=[listing.public_id])

    def step_href(self, listing: Listing, questions: Questions) -> str:
        """The address of one step of a draft."""
        return reverse(f"matching:{self.name}-step", args=[listing.public_id, questions.slug])


KINDS = {
    Side.NEED: Kind(Side.NEED, Need, NeedForm),
    Side.OFFER: Kind(Side.OFFER, Offer, OfferForm),
}
