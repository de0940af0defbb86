"""The sitemap: all that everybody may find, in pieces of bounded size."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet

from matching.models import Need, Offer
from portal.site import public_pages
from profiles.models import Organisation


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
    """Entries of one kind."""

    def items(self) -> QuerySet:
        raise NotImplementedError

    def lastmod(self, item: Model) -> datetime:
        return item.changed_at

    def get_latest_lastmod(self) -> datetime | None:
        newest = self.items().order_by("-changed_at").values_list("changed_at", flat=True)
        return newest.first()


class Organisations(Entries):
    def items(self) -> QuerySet:
        return Organisation.objects.approved().only("slug", "changed_at").order_by("pk")


class Needs(Entries):
    def items(self) -> QuerySet:
        return Need.objects.open().only("public_id", "changed_at").order_by("pk")


class Offers(Entries):
    def items(self) -> QuerySet:
        return Offer.objects.open().only("public_id", "changed_at").order_by("pk")


SITEMAPS = {
    "seiten": StaticPages,
    "organisationen": Organisations,
    "bedarfe": Needs,
    "angebote": Offers,
}
