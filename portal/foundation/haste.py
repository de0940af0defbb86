"""How often somebody may ask for what costs time."""

import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE, HOUR = 60, 3600  # seconds


def is_too_fast(what: str, who: str, *, at_most: int, within: int = MINUTE) -> bool:
    """Whether `who` has done `what` more than so many times in this minute (or hour) of the clock.

    The limit protects from haste, nothing else rests on it.
    """
    key = f"haste:{what}:{who}:{int(time.time()) // within}".replace(" ", "-")
    try:
        cache.add(key, 0, 2 * within)
        return cache.incr(key) > at_most
    except ValueError:  # emptied between the two calls
        return False


def address_of(request: HttpRequest) -> str:
    """The client as the trusted proxies tell it: its IPv4 address, or the IPv6 network of a
    household (/64)."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if address.version == 6:
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return str(address)
