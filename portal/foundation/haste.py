"""How often somebody may ask for what costs time."""

import logging
import time

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
MINUTE = 60


def is_too_fast(what: str, who: str, *, a_minute: int) -> bool:
    """Whether `who` has done `what` more than so many times in this minute of the clock.

    Without Redis everybody gets through: the limit protects from haste, nothing else rests on it.
    """
    key = f"haste:{what}:{who}:{int(time.time()) // MINUTE}".replace(" ", "-")
    try:
        cache.add(key, 0, 2 * MINUTE)
        return cache.incr(key) > a_minute
    except RedisError:
        logger.warning("%s: no rate limit without Redis", what)
        return False
    except ValueError:  # emptied between the two calls
        return False
