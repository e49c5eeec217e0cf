"""How the life of a pilot goes on after its evaluation in a story: repair, title, withdrawal (A1 §三.3, A3 §三.四, AWD-1)."""

from collections.abc import Callable

from config.demo.steps.piloting import applicant, pilot_of, write, written
from config.demo.stories import Story, World
from pilots.models import Withdrawal
from pilots.repair.actions import submit_repair
from pilots.repair.layout import place_name, targets_of
from pilots.states import SubmissionKind, TargetKind
from pilots.targets.rows import plain
from pilots.title.actions import grant_title as grant
from pilots.title.actions import propose_title
from pilots.withdrawal import actions as withdrawing
from pilots.withdrawal.deciding import decide_withdrawal as decide
from pilots.withdrawal.shown import mark_of, what_ends


def repair(world: World, story: Story) -> None:
    """What was asked for is done, and the reduction is what was aimed at; the report is handed in."""
    pilot, person = pilot_of(story), applicant(world, story)
    submission = written(pilot, SubmissionKind.REPAIR)
    content = dict(submission.content)
    for target in targets_of(submission):
        if target.kind == TargetKind.REDUCTION and target.value is not None:
            content[place_name(target.key, "value")] = plain(target.value)
    write(submission, content, person)
    submit_repair(pilot.pk, actor=person)


def grant_title(world: World, story: Story, remarks: str) -> None:
    """One person proposes the title, another grants it (AWD-1)."""
    proposal = propose_title(pilot_of(story).pk, actor=world.people["staff"], remarks=remarks)
    grant(proposal.pk, actor=world.people["chief"], seen=proposal.mark)


def intend_withdrawal(world: World, story: Story, grounds: str, reasons: str) -> None:
    """Notice of the intent to withdraw: the period for a statement begins."""
    withdrawing.intend_withdrawal(
        pilot_of(story).pk, actor=world.people["clerk"], grounds=grounds, reasons=reasons
    )


def state_opinion(world: World, story: Story, statement: str) -> None:
    """The organisation states its opinion."""
    withdrawing.state_opinion(_running(story).pk, actor=applicant(world, story), statement=statement)


def propose_withdrawal(world: World, story: Story, conclusion: str) -> None:
    """A second person proposes the decision."""
    withdrawing.propose_withdrawal(_running(story).pk, actor=world.people["staff"], conclusion=conclusion)


def decide_withdrawal(world: World, story: Story) -> None:
    """A third person decides."""
    row = _running(story)
    pilot = pilot_of(story)
    decide(row.pk, actor=world.people["chief"], seen=mark_of(row, pilot, what_ends(pilot)))


def drop_withdrawal(world: World, story: Story, reasons: str) -> None:
    """It is decided not to withdraw: the pilot goes on as it was."""
    withdrawing.drop_withdrawal(_running(story).pk, actor=world.people["chief"], reasons=reasons)


def _running(story: Story) -> Withdrawal:
    return Withdrawal.objects.running().get(pilot=pilot_of(story))


STEPS: tuple[Callable, ...] = (
    repair,
    grant_title,
    intend_withdrawal,
    state_opinion,
    propose_withdrawal,
    decide_withdrawal,
    drop_withdrawal,
)
