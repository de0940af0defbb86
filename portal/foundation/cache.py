"""Where attempts are counted: in Redis, and in this process while Redis is away."""

import logging
import time
from collections.abc import Callable

import redis.exceptions
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
REDIS_AWAY = (redis.exceptions.ConnectionError, redis.exceptions.TimeoutError)
# How long nobody asks again: each attempt may wait half a second for a Redis that hangs.
ASK_AGAIN_AFTER = 5  # seconds


def _steady(name: str) -> Callable:
    in_redis, in_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    def method(self: "SteadyCache", *args: object, **kwargs: object) -> object:
        if time.monotonic() >= SteadyCache.away_until:
            try:
                return in_redis(self, *args, **kwargs)
            except REDIS_AWAY as error:
                SteadyCache.away_until = time.monotonic() + ASK_AGAIN_AFTER
                logger.warning("Redis is away, this process counts for itself: %s", error)
        return in_memory(self.own, *args, **kwargs)

    return method


class SteadyCache(RedisCache):
    """Redis; while it does not answer, the memory of this process.

    Nothing but rate limits (sign-in, forms, open data) is kept here. Without Redis people can still
    sign in, and the limits go on holding in each process.
    """

    away_until = 0.0  # on the clock of time.monotonic(); for all threads of the process

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, params)
        # By the name, all threads of this process share it.
        self.own = LocMemCache("redis-is-away", {**params, "OPTIONS": {}})

    add = _steady("add")
    get = _steady("get")
    set = _steady("set")
    touch = _steady("touch")
    delete = _steady("delete")
    get_many = _steady("get_many")
    has_key = _steady("has_key")
    incr = _steady("incr")
    set_many = _steady("set_many")
    delete_many = _steady("delete_many")
    clear = _steady("clear")
