"""The sitemap: all that everybody may find, in pieces of bounded size."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet

from portal.site import public_pages
from portal.site.search.entries import NEED, OFFER, ORGANISATION
from portal.site.search.reading import published


class PortalSitemap(Sitemap):
    """Addresses as SITE_URL names them, whatever host name a request came by."""

    limit = 5000

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class StaticPages(PortalSitemap):
    def items(self) -> list[str]:
        return public_pages.static_addresses()

    def location(self, item: str) -> str:
        return item


class Entries(PortalSitemap):
    """Published entries of one kind; `named_by` is the field that their addresses are made of."""

    def __init__(self, what: str, named_by: str) -> None:
        self._what = what
        self._named_by = named_by

    def items(self) -> QuerySet:
        return published(self._what).only(self._named_by, "changed_at").order_by("pk")

    def lastmod(self, item: Model) -> datetime:
        return item.changed_at

    def get_latest_lastmod(self) -> datetime | None:
        newest = self.items().order_by("-changed_at").values_list("changed_at", flat=True)
        return newest.first()


def sections() -> dict[str, PortalSitemap]:
    """The sections by the name that stands in their addresses; fresh, because Django's remember."""
    return {
        "seiten": StaticPages(),
        "organisationen": Entries(ORGANISATION, "slug"),
        "bedarfe": Entries(NEED, "public_id"),
        "angebote": Entries(OFFER, "public_id"),
    }
