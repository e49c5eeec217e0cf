"""Kinds of people, and what a row of the table says: who gets in."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.capabilities import Role

CITY = {
    "staff": Role.STAFF
}  # people of the city and the role of each; a new role of the city stands here and below
EVERYONE = frozenset(
    [
        "visitor",
        "owner",
        "stranger",
        "recommender",
        "elsewhere",
        *CITY,
        "reviewer",
        "unassigned",
        "administrator",
    ]
)
KNOWN = EVERYONE - {"visitor"}
OWNER = frozenset({"owner"})
APPLICANTS = frozenset({"owner", "stranger"})
RECOMMENDERS = frozenset({"recommender", "elsewhere"})
REVIEWERS = frozenset({"reviewer", "unassigned"})

# Who does which work of the city.
STAFF = frozenset({"staff"})
READERS = STAFF  # of every received application
SCREENERS = STAFF
PAPER_CLERKS = STAFF
PANEL_MAKERS = STAFF
RUBRIC_MAKERS = STAFF
REVIEW_READERS = STAFF
VISITORS = STAFF  # of sites
PLAN_ASKERS = STAFF
PROPOSERS = STAFF
CONFIRMERS = STAFF
PUBLISHERS = STAFF
OBJECTION_CLERKS = STAFF
AWARDERS = STAFF
PILOT_FOLLOWERS = STAFF
LIBRARIANS = STAFF
FILE_GATHERERS = STAFF
CYCLE_SETTERS = STAFF
QUOTA_GRANTERS = STAFF
PARTIES = frozenset({"owner", "recommender"}) | READERS


@dataclass(frozen=True)
class Row:
    """Who gets in, with which arguments and method."""

    allowed: frozenset
    args: Callable[..., tuple] = lambda world: ()
    post: bool = False
