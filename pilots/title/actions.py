"""The title of technology and zones: one person proposes it, another grants it (AWD-1)."""

from datetime import datetime

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from journal.acts import Refused
from pilots.acts import PROPOSE_TITLE
from pilots.award.actions import certify
from pilots.award.plaques import plaque_sentence
from pilots.lives import life_with
from pilots.models import Pilot, TitleProposal
from pilots.title.rules import excellent_of, why_no_title
from pilots.workflow import TITLE_PROPOSAL
from programme.models import Cycle

CHANGED = "这项提议刚刚有变动，请核对最新内容后再办理。"


def propose_title(pilot_id: int, *, actor: User, remarks: str = "") -> TitleProposal:
    """Propose the title of a pilot on its evaluation; another person grants it (AWD-1).

    Raises:
        Refused: ``rules.why_no_title``, or it is proposed already.
    """
    with PROPOSE_TITLE.perform(pilot_id, actor=actor) as act:
        pilot = act.object
        _require_possible(pilot, act.now)
        evaluation = excellent_of(pilot)
        proposal = TitleProposal.objects.create(
            pilot=pilot,
            evaluation=evaluation,
            remarks=remarks.strip(),
            proposed_by=actor,
            proposed_at=act.now,
        )
        title = pilot.entry.cycle.title_of(pilot.entry.pilot_type)
        act.summary = f"{title}，依据：{evaluation}" + (f"。{proposal.remarks}" if proposal.remarks else "")
        act.facts |= {"proposal": proposal.pk, "evaluation": proposal.evaluation_id}
        act.tell(
            User.objects.who_may(Capability.AWARD).exclude(pk=actor.pk),
            f"{pilot.entry.number} 的称号待确认",
            f"{actor} 提出授予「{pilot.entry.name}」称号“{title}”，请核对后确认或退回。",
            reverse("pilot_title", args=[pilot.pk]),
        )
    return proposal


def _require_possible(pilot: Pilot, now: datetime) -> None:
    if why := why_no_title(pilot, now):
        raise Refused(why)


def grant_title(proposal_id: int, *, actor: User, seen: str) -> Pilot:
    """Grant the title that another person proposed; its certificate begins to count (AWD-1).

    The plaque bears the Low Carbon Day of the year after the cycle, also when that day has passed.

    Args:
        seen: mark of the proposal on the page that was read.

    Raises:
        Refused: the own proposal, another than was seen, or something has come between since.
    """
    pilot_id = TitleProposal.objects.values_list("pilot", flat=True).get(pk=proposal_id)
    with life_with(pilot_id).perform("grant_title", pilot_id, actor=actor) as act:
        pilot = act.object
        proposal = TitleProposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        if proposal.mark != seen:
            raise Refused(CHANGED)
        _require_possible(pilot, act.now)
        proposal.decided_by, proposal.decided_at = actor, act.now
        TITLE_PROPOSAL.carry("grant_proposed_title", proposal, actor=actor, at=act.now)
        cycle = Cycle.objects.get(entries=pilot.entry_id)
        pilot.title, pilot.titled_at = cycle.title_of(pilot.entry.pilot_type), act.now
        pilot.plaque_on = cycle.low_carbon_day
        certify(pilot)
        plaque = plaque_sentence(pilot, act.now)
        act.summary = f"{pilot.title}，{plaque}" + (f"。{proposal.remarks}" if proposal.remarks else "")
        act.facts |= {"proposal": proposal.pk, "plaque_on": str(pilot.plaque_on or "")}
        act.tell(
            User.objects.of(pilot.entry.organisation),
            f"{pilot.entry.number} 已授予称号",
            f"「{pilot.entry.name}」获得称号“{pilot.title}”，{plaque}。可以在试点页面下载称号证书。",
            pilot.get_absolute_url(),
        )
    return pilot


def return_title(proposal_id: int, *, actor: User, reason: str) -> None:
    """Return a proposed title to whoever proposed it, with the reason.

    Raises:
        Refused: no reason is given.
    """
    with TITLE_PROPOSAL.perform("return_title", proposal_id, actor=actor) as act:
        proposal = act.object
        if not reason.strip():
            raise Refused("请写明退回原因。")
        proposal.reason = act.summary = reason.strip()
        proposal.decided_by, proposal.decided_at = actor, act.now
        act.facts["proposal"] = proposal.pk
        act.tell(
            [proposal.proposed_by],
            f"{proposal.pilot.entry.number} 的称号提议被退回",
            f"{actor} 退回了您提出的「{proposal.pilot.entry.name}」的称号，原因：{proposal.reason}",
            reverse("pilot_title", args=[proposal.pilot_id]),
        )
