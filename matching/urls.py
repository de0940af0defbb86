"""Addresses of needs, offers and suggestions: German words to say, English names."""

from django.urls import URLPattern, path

from matching.views import freshness, listing, mine, suggestions
from matching.views.posting import checking, edit, preview, start, steps

app_name = "matching"


def _addresses_of(kind: str, word: str) -> list[URLPattern]:
    """The same pages for both kinds: `matching:need-edit` is /bedarfe/<uuid>/bearbeiten/."""
    one = f"{word}/<uuid:public_id>"
    this = {"kind": kind}
    return [
        path(f"{word}/neu/", start.create, this, name=f"{kind}-create"),
        path(f"{word}/vorschau/", preview.preview, this, name=f"{kind}-preview"),
        path(f"{one}/", listing.listing, this, name=kind),
        path(f"{one}/schritt/<slug:slug>/", steps.step, this, name=f"{kind}-step"),
        path(f"{one}/bearbeiten/", edit.edit, this, name=f"{kind}-edit"),
        path(f"{one}/pruefen/", checking.check, this, name=f"{kind}-check"),
        path(f"{one}/eingereicht/", checking.submitted, this, name=f"{kind}-submitted"),
        path(f"{one}/bestaetigen/", listing.confirm, this, name=f"{kind}-confirm"),
        path(f"{one}/pausieren/", listing.pause, this, name=f"{kind}-pause"),
        path(f"{one}/fortsetzen/", listing.resume, this, name=f"{kind}-resume"),
        path(f"{one}/erfuellt/", listing.fulfil, this, name=f"{kind}-fulfil"),
        path(f"{one}/schliessen/", listing.close, this, name=f"{kind}-close"),
        path(f"{one}/loeschen/", listing.delete, this, name=f"{kind}-delete"),
    ]


urlpatterns = [
    *_addresses_of("need", "bedarfe"),
    *_addresses_of("offer", "angebote"),
    path("noch-aktuell/<str:token>/", freshness.still_true, name="still-true"),
    path("meine/", mine.mine, name="mine"),
    path("vorschlaege/", suggestions.suggestions, name="suggestions"),
    path(
        "vorschlaege/<uuid:public_id>/passt-nicht/",
        suggestions.dismiss,
        name="suggestion-dismiss",
    ),
    path(
        "vorschlaege/<uuid:need_id>/<uuid:offer_id>/passt-doch/",
        suggestions.take_back,
        name="suggestion-take-back",
    ),
]
