"""People and the roles they hold, organisations, memberships, invitations."""

from accounts.models.guess import Guess
from accounts.models.organisation import Invitation, InvitationQuerySet, Membership, Organisation
from accounts.models.person import User, UserManager, UserQuerySet, display_name
from accounts.models.proposal import Proposal, ProposalKind, ProposalState
from accounts.models.recovery import Recovery
from accounts.models.role import ChangedRight, RoleGrant, rights_of
from accounts.models.session import SessionStore, UserSession

__all__ = [
    "ChangedRight",
    "Guess",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Organisation",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Recovery",
    "RoleGrant",
    "SessionStore",
    "User",
    "UserManager",
    "UserQuerySet",
    "UserSession",
    "display_name",
    "rights_of",
]
