"""Kinds of people, and what a row of the table says: who gets in."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.capabilities import Role

CITY = {
    "clerk": Role.CLERK,
    "paper_clerk": Role.PAPER_CLERK,
    "secretary": Role.PANEL_SECRETARY,
    "chief": Role.CHIEF,
}  # people of the city with one role each; "staff" has all of them
EVERYONE = frozenset(
    [
        "visitor",
        "owner",
        "stranger",
        "recommender",
        "elsewhere",
        "staff",
        *CITY,
        "reviewer",
        "unassigned",
        "administrator",
        "auditor",
    ]
)
KNOWN = EVERYONE - {"visitor"}
OWNER = frozenset({"owner"})
APPLICANTS = frozenset({"owner", "stranger"})
RECOMMENDERS = frozenset({"recommender", "elsewhere"})
ADMINISTRATORS = frozenset({"administrator"})
REVIEWERS = frozenset({"reviewer", "unassigned"})

# Who does which work of the city.
CLERKS = frozenset({"staff", "clerk"})
SECRETARIES = frozenset({"staff", "secretary"})
CHIEFS = frozenset({"staff", "chief"})
READERS = frozenset({"staff", *CITY})  # of every received application
SCREENERS = CLERKS
PAPER_CLERKS = frozenset({"staff", "paper_clerk"})
PACKET_MENDERS = CLERKS
PANEL_MAKERS = SECRETARIES | CHIEFS  # a late change takes two of them
RUBRIC_MAKERS = SECRETARIES
REVIEW_READERS = CLERKS | SECRETARIES | CHIEFS
VISITORS = CLERKS | SECRETARIES  # of sites
PLAN_ASKERS = CLERKS
PROPOSERS = CLERKS
CONFIRMERS = CHIEFS
PUBLISHERS = CHIEFS
OBJECTION_CLERKS = CLERKS
AWARDERS = CHIEFS
PILOT_FOLLOWERS = CLERKS | CHIEFS
LIBRARIANS = CLERKS
FILE_GATHERERS = CLERKS | CHIEFS
CYCLE_SETTERS = CHIEFS
QUOTA_GRANTERS = CLERKS | CHIEFS
AUDITORS = frozenset({"auditor"})
PARTIES = frozenset({"owner", "recommender"}) | READERS


@dataclass(frozen=True)
class Row:
    """Who gets in, with which arguments and method."""

    allowed: frozenset
    args: Callable[..., tuple] = lambda world: ()
    post: bool = False
