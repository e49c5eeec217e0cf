"""Kinds of people, and what a row of the table says: who gets in."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.config.addresses.world import World

EVERYONE = frozenset(
    [
        "visitor",
        "owner",
        "stranger",
        "recommender",
        "elsewhere",
        "staff",
        "reviewer",
        "unassigned",
        "administrator",
    ]
)
KNOWN = EVERYONE - {"visitor"}
OWNER = frozenset({"owner"})
APPLICANTS = frozenset({"owner", "stranger"})
STAFF = frozenset({"staff"})
RECOMMENDERS = frozenset({"recommender", "elsewhere"})
PARTIES = frozenset({"owner", "recommender", "staff"})
REVIEWERS = frozenset({"reviewer", "unassigned"})


@dataclass(frozen=True)
class Row:
    """Who gets in, with which arguments and method."""

    allowed: frozenset
    args: Callable[[World], tuple] = lambda world: ()
    post: bool = False
