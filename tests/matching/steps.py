"""Somebody who goes through the steps of the posting wizard."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from matching.models.listing import Listing
from matching.views.kinds import KINDS

BLANK = "?vorlage=leer"


def create_address(kind: str) -> str:
    """The first step of a new need or offer, with nothing filled in."""
    return reverse(f"matching:{kind}-create") + BLANK


def step_address(listing: Listing, slug: str) -> str:
    """One step of a draft."""
    return reverse(f"matching:{listing._meta.model_name}-step", args=[listing.public_id, slug])


def write(client: Client, kind: str, answers: dict, **more: str) -> HttpResponse:
    """Answer step after step and press “continue”, as far as each lets through.

    Gives the answer to the last step: the way to the check page, or the step that shows what is
    wrong. `more` is sent with every step.
    """
    address = create_address(kind)
    for questions in KINDS[kind].form.GROUPS:
        own = {name: answers[name] for name in questions.fields if name in answers}
        response = client.post(address, own | more)
        if response.status_code != 302:
            return response
        address = response.url
    return response
