from django.urls import include, path

from portal.site.api import description
from portal.site.views import desk, pages

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
]
