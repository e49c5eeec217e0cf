"""People and the roles they hold, organisations, memberships, invitations."""

from accounts.models.organisation import Invitation, InvitationQuerySet, Membership, Organisation
from accounts.models.person import User, UserManager, UserQuerySet, display_name
from accounts.models.role import ChangedRight, RoleGrant, rights_of

__all__ = [
    "ChangedRight",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Organisation",
    "RoleGrant",
    "User",
    "UserManager",
    "UserQuerySet",
    "display_name",
    "rights_of",
]
