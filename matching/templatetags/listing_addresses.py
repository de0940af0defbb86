"""Addresses of the pages and verbs of one need or offer."""

from django import template
from django.urls import reverse

from matching.models.listing import Listing

register = template.Library()


@register.simple_tag
def listing_url(listing: Listing, page: str) -> str:
    """The address of "edit", "check", "pause" … of a need or an offer."""
    return reverse(f"matching:{listing._meta.model_name}-{page}", args=[listing.public_id])
