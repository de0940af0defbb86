from django.urls import path

from portal.site.views import desk, pages

app_name = "site"
urlpatterns = [
    path("", pages.home, name="home"),
    path("schreibtisch/", desk.desk, name="desk"),
    path("so-geht-es/", pages.about, name="about"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
]
