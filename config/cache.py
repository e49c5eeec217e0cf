"""A Redis cache that may be away: then it is empty and forgets what it is told.

It holds only what may be lost (when the last e-mail of confirmation went out), so a stopped Redis slows nobody down for long and
makes no page fail.
"""

import logging
import time

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

WAIT = 1  # seconds for Redis to answer
SILENCE = 10  # seconds without asking after Redis did not answer


class Client(RedisCacheClient):
    """The client that answers for a Redis that does not."""

    _silent_until = 0.0  # on the clock of time.monotonic; the client lives as long as the process

    def __init__(self, servers, **options):
        once = {"socket_connect_timeout": WAIT, "socket_timeout": WAIT, "retry": Retry(NoBackoff(), 0)}
        super().__init__(servers, **(once | options))

    def _asked(self, question, otherwise):
        """The answer of Redis, or ``otherwise`` when there is none."""
        if time.monotonic() < Client._silent_until:
            return otherwise
        try:
            return question()
        except RedisError:
            Client._silent_until = time.monotonic() + SILENCE
            logger.warning("Redis does not answer: the cache is taken as empty.", exc_info=True)
            return otherwise

    def add(self, key, value, timeout):
        """Claim that it was added: who waits for a lock goes on."""
        return self._asked(lambda: super(Client, self).add(key, value, timeout), True)

    def get(self, key, default):
        """What is kept, or ``default``."""
        return self._asked(lambda: super(Client, self).get(key, default), default)

    def set(self, key, value, timeout):
        """Keep it if possible."""
        return self._asked(lambda: super(Client, self).set(key, value, timeout), None)

    def touch(self, key, timeout):
        """Keep it longer if possible."""
        return self._asked(lambda: super(Client, self).touch(key, timeout), False)

    def delete(self, key):
        """Forget it if possible."""
        return self._asked(lambda: super(Client, self).delete(key), False)

    def has_key(self, key):
        """Whether it is kept."""
        return self._asked(lambda: super(Client, self).has_key(key), False)


class Cache(RedisCache):
    """The backend that settings name when there is a Redis."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = Client
