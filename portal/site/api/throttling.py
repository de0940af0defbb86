"""How often one address may ask."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from portal.foundation.haste import address_of


class ByAddress(SimpleRateThrottle):
    """`OPEN_DATA_RATE` for each client address."""

    scope = "open-data"

    def get_rate(self) -> str:
        return settings.OPEN_DATA_RATE

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def get_ident(self, request: Request) -> str:
        return address_of(request._request)
