from django.urls import include, path

from portal.site.api import description
from portal.site.models import LegalKind
from portal.site.views import barriers, desk, export, pages, regions, robots, saved_searches, search

app_name = "site"
urlpatterns = [
    path("", pages.home, name="home"),
    path("suche/", search.search, {"scope": "search"}, name="search"),
    path("organisationen/", search.search, {"scope": "organisations"}, name="organisations"),
    path("bedarfe/", search.search, {"scope": "needs"}, name="needs"),
    path("angebote/", search.search, {"scope": "offers"}, name="offers"),
    path("suche/vorschlaege/", search.suggest, name="suggest"),
    path("suche/merken/", saved_searches.save, name="search-save"),
    path("mein-konto/suchen/", saved_searches.saved_searches, name="saved-searches"),
    path("mein-konto/suchen/<uuid:public_id>/", saved_searches.change, name="saved-search-change"),
    path("suchen-abbestellen/<str:token>/", saved_searches.switch_off, name="searches-off"),
    path("feeds/<str:scope>/", search.feed, name="feed"),
    path("regionen/", regions.region_list, name="regions"),
    path("regionen/<slug:slug>/", regions.region, name="region"),
    path("schreibtisch/", desk.desk, name="desk"),
    path("so-geht-es/", pages.about, name="about"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.legal, {"kind": LegalKind.PRIVACY}, name="privacy"),
    path("barrierefreiheit/", pages.legal, {"kind": LegalKind.ACCESSIBILITY}, name="accessibility"),
    path("nutzungsbedingungen/", pages.legal, {"kind": LegalKind.TERMS}, name="terms"),
    path("barriere-melden/", barriers.report, name="barrier"),
    path("barriere-melden/danke/", barriers.thanks, name="barrier-thanks"),
    path("leichte-sprache/", pages.plain, name="plain"),
    path("api/", description.documentation, name="api"),
    path("api/openapi.json", description.openapi, name="api-openapi"),
    path("api/v1/", include("portal.site.api.urls_v1")),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", robots.sitemap_section, name="sitemap-section"),
    path(".well-known/security.txt", robots.security, name="security"),
    path("export/suche/<str:scope>/", export.search_hits, name="export-search"),
    path("export/organisationen.csv", export.organisations, name="export-organisations"),
    path("export/bedarfe.csv", export.needs, name="export-needs"),
    path("export/angebote.csv", export.offers, name="export-offers"),
]
