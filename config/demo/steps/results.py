"""Steps of a story from the decision on: deciding, publishing, an objection; the award of earlier seasons."""

from config.demo.stories import Story, World
from journal import clock
from pilots.award.awarding import award_application
from programme.models import Cycle
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.models import Decision, Objection, PublicNoticeItem
from reviews.objections import actions as objections
from reviews.results import actions as results
from reviews.results.outcome import apply_decision
from reviews.results.publication import Terms, compose, first_day_after, ready_decisions


def select(world: World, story: Story, reason: str, remarks: str) -> None:
    """The city selects it as a pilot; how long ago a demo begins leaves no room for a notice in between."""
    decide(world, story, reason, remarks)
    apply_decision(story.application, actor=world.people["staff"])
    award_application(story.application, actor=world.people["staff"])


def keep(world: World, story: Story, reason: str, remarks: str = "") -> None:
    """The city keeps it in the library."""
    _decide(world, story, Decision.Outcome.KEPT, reason, remarks)
    apply_decision(story.application, actor=world.people["staff"])


def decide(world: World, story: Story, reason: str, remarks: str) -> None:
    """Two persons decide that it is to be selected; nothing is published."""
    _decide(world, story, Decision.Outcome.SELECTED, reason, remarks)


def publish(world: World, story: Story, introduction: str) -> None:
    """The decision on it is published, and it is put up on a public notice of its own."""
    cycle = Cycle.objects.get(year=story.year)
    ready = [
        ready_decision
        for ready_decision in ready_decisions(cycle)
        if ready_decision.application_id == story.application
    ]
    terms = Terms(
        first_day_after(clock.now(), cycle), cycle.public_notice_days, "010-55550100", "notice@example.org"
    )
    seen = compose(cycle, ready, terms, introduction)
    results.publish(
        cycle.pk,
        actor=world.people["staff"],
        decisions=[decision.pk for decision in seen.decisions],
        terms=terms,
        introduction=introduction,
        checksum=seen.checksum,
    )


def objection(world: World, story: Story, **said) -> None:
    """Somebody objects to it."""
    item = PublicNoticeItem.objects.get(application=story.application)
    objections.make_objection(item.notice_id, item=item, **said)


def look_into(world: World, story: Story, note: str) -> None:
    """Staff take the objection in hand and write down what they found so far."""
    made = Objection.objects.get(item__application=story.application)
    objections.take_objection(made.pk, actor=world.people["staff"])
    objections.note_objection(made.pk, actor=world.people["staff"], text=note)


def _decide(world: World, story: Story, outcome: str, reason: str, remarks: str) -> None:
    staff, chief = world.people["staff"], world.people["chief"]
    (made,) = propose_decisions([Proposal(story.application, outcome, reason, remarks)], actor=staff)
    confirm_decisions({made.pk: made.mark}, actor=chief)


STEPS = (select, keep, decide, publish, objection, look_into)
