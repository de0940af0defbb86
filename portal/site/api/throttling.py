"""How often one address may ask."""

import ipaddress
import logging

from allauth.account.adapter import get_adapter
from django.conf import settings
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class ByAddress(SimpleRateThrottle):
    """`OPEN_DATA_RATE` for each IPv4 address or IPv6 network of a household (/64).

    Without Redis everybody gets through: the limit protects from haste, nothing else rests on it.
    """

    scope = "open-data"

    def get_rate(self) -> str:
        return settings.OPEN_DATA_RATE

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def get_ident(self, request: Request) -> str:
        """The client as the trusted proxies tell it."""
        client = get_adapter().get_client_ip(request._request)
        address = ipaddress.ip_address(client)
        if address.version == 6:
            return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
        return str(address)

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            return super().allow_request(request, view)
        except RedisError:
            logger.warning("open data: no rate limit without Redis")
            return True
