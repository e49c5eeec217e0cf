"""People and the roles they hold, organisations, memberships, invitations."""

from accounts.models.guess import Guess
from accounts.models.organisation import Invitation, InvitationQuerySet, Membership, Organisation
from accounts.models.person import User, UserManager, UserQuerySet, display_name
from accounts.models.role import ChangedRight, RoleGrant, rights_of
from accounts.models.session import SessionStore, UserSession

__all__ = [
    "ChangedRight",
    "Guess",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Organisation",
    "RoleGrant",
    "SessionStore",
    "User",
    "UserManager",
    "UserQuerySet",
    "UserSession",
    "display_name",
    "rights_of",
]
