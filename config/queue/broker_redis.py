"""Kombu's Redis broker, whose workers go on after Redis was slow to take an acknowledgement.

The stock transport counts a message as still being worked on when its acknowledgement could not be written. After as
many of those as a worker may work on at once, it takes nothing more, for ever, though Redis is back. Here the place
is free all the same. Redis hands such a message out again later; the row in the database knows that it is done.
"""

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    """What a worker has in hand: a message leaves it also when Redis does not hear of it."""

    def ack(self, delivery_tag):
        """Acknowledge, and free the place of the message in any case."""
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def reject(self, delivery_tag, requeue=False):
        """Reject, and free the place of the message in any case."""
        try:
            super().reject(delivery_tag, requeue=requeue)
        finally:
            virtual.QoS.ack(self, delivery_tag)


class Channel(redis.Channel):
    """The Redis channel with that account."""

    QoS = QoS


class Transport(redis.Transport):
    """The transport that settings name when there is a Redis."""

    Channel = Channel
