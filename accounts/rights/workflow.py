"""The life of a proposal: one administrator proposes, another one confirms or declines."""

from django.db import models

from accounts.keeping.rules import keeps_accounts, may_confirm, may_take_back, why_not_confirm
from accounts.models import Proposal, ProposalState
from journal.acts import PlainVerb
from journal.models import Audience
from journal.workflow import Verb, Workflow

WAITING = (ProposalState.WAITING,)
DECIDED = "这一事项已经办理、撤回或失效，请刷新页面查看。"


def timeline_of(proposal: Proposal) -> models.Model:
    """The row in whose history it stands: the person, or itself while there is none."""
    return proposal.person or proposal


def portal_itself(actor: object, obj: object) -> bool:
    """No person: the beat."""
    return actor is None


def too_late(proposal: Proposal) -> str:
    """The sentence for a proposal that was decided meanwhile."""
    return DECIDED


PROPOSE = PlainVerb(Proposal, "propose_rights", "提出账号事项", keeps_accounts, Audience.CITY)
PROPOSAL = Workflow(
    Proposal,
    [
        Verb(
            "confirm_rights",
            "确认账号事项",
            WAITING,
            ProposalState.DONE,
            may_confirm,
            Audience.CITY,
            why_not_confirm,
            too_late,
        ),
        Verb(
            "decline_rights",
            "不同意账号事项",
            WAITING,
            ProposalState.DECLINED,
            may_confirm,
            Audience.CITY,
            why_not_confirm,
            too_late,
        ),
        Verb(
            "take_back_rights",
            "撤回账号事项",
            WAITING,
            ProposalState.WITHDRAWN,
            may_take_back,
            Audience.CITY,
            None,
            too_late,
        ),
        Verb(
            "lapse_rights",
            "账号事项逾期失效",
            WAITING,
            ProposalState.LAPSED,
            portal_itself,
            Audience.CITY,
            None,
            too_late,
        ),
    ],
    about=timeline_of,
)
