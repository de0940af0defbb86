from django.urls import include, path

from portal.site.api import description
from portal.site.views import desk, pages, robots

app_name = "site"
urlpatterns = [
    path("", pages.home, name="home"),
    path("schreibtisch/", desk.desk, name="desk"),
    path("so-geht-es/", pages.about, name="about"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("api/", description.documentation, name="api"),
    path("api/openapi.json", description.openapi, name="api-openapi"),
    path("api/v1/", include("portal.site.api.urls_v1")),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", robots.sitemap_section, name="sitemap-section"),
    path(".well-known/security.txt", robots.security, name="security"),
]
