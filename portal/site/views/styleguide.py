"""The design system as it really looks: every component in every state, for people who make pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.foundation.views.gallery import for_makers
from portal.site.styleguide import colours
from portal.site.styleguide.form import forms_in_every_state
from portal.site.styleguide.samples import samples

PARTS = (
    "actions", "fields", "cards", "messages", "progress", "lists", "pictures", "foundations",
)  # fmt: skip


@for_makers
def styleguide(request: HttpRequest) -> HttpResponse:
    """One page, so that a change of the styles is seen everywhere at once."""
    context = {
        "parts": [f"site/styleguide/{part}.html" for part in PARTS],
        "forms": forms_in_every_state(),
        "contrasts": {mode: colours.contrasts(mode) for mode in ("light", "dark")},
        **samples(),
    }
    return render(request, "site/styleguide/index.html", context)
