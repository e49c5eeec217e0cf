"""Every address of the portal: who gets in, with which arguments; and the world in which that is tried.

Two tests read these rows: who gets in where (``test_access``), and what is bound to the cutoff
(``test_cutoff_routes``). A new address without a row fails both.
"""

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver

from tests.config.addresses import rows_accounts, rows_applications, rows_pilots, rows_reviews
from tests.config.addresses.who import EVERYONE, Row
from tests.config.addresses.world import World, make_world

__all__ = ["EVERYONE", "ROWS", "Row", "World", "addresses", "make_world"]

ROWS = rows_accounts.ROWS | rows_applications.ROWS | rows_pilots.ROWS | rows_reviews.ROWS


def addresses(patterns: list | None = None, prefix: str = "") -> Iterator[str]:
    """Names of all addresses, as ``reverse`` takes them."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(found, URLPattern):
            yield prefix + str(found.name)
        else:
            inner = prefix + (f"{found.namespace}:" if found.namespace else "")
            yield from addresses(found.url_patterns, inner)
