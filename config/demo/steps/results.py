"""Steps of a story from the decision on, and what is done for a whole year: publishing, confirming, awarding."""

from datetime import date

from config.demo.stories import Story, World
from journal import clock
from pilots.award.awarding import award as award_list
from programme.cycles.actions import edit_cycle
from programme.models import Cycle
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.models import Decision, Objection, PublicNotice, PublicNoticeItem
from reviews.objections import actions as objections
from reviews.results import actions as results
from reviews.results.publication import Terms, compose, ready_decisions, usual_first_day

LOW_CARBON_DAY = (6, 18)
INTRODUCTION = "感谢贵单位参加北京市低碳试点申报。"


def decide(world: World, story: Story, reason: str, remarks: str) -> None:
    """Two persons decide that it is to be selected; nothing is published."""
    _decide(world, story, Decision.Outcome.SELECTED, reason, remarks)


def keep(world: World, story: Story, reason: str, remarks: str = "") -> None:
    """Two persons decide that it is to be kept in the library; nothing is published."""
    _decide(world, story, Decision.Outcome.KEPT, reason, remarks)


def publish(world: World, year: int) -> None:
    """All confirmed decisions of a year are published; the selected go on a public notice."""
    cycle = Cycle.objects.get(year=year)
    terms = Terms(
        usual_first_day(clock.now()), cycle.public_notice_days, "010-55550100", "notice@example.org"
    )
    seen = compose(cycle, ready_decisions(cycle), terms, INTRODUCTION)
    results.publish(
        cycle.pk,
        actor=world.people["staff"],
        decisions=[decision.pk for decision in seen.decisions],
        terms=terms,
        introduction=INTRODUCTION,
        checksum=seen.checksum,
    )


def confirm(world: World, year: int) -> None:
    """The public notice of the year is over: its list is confirmed."""
    results.confirm_list(PublicNotice.objects.get(cycle__year=year).pk, actor=world.people["staff"])


def award(world: World, year: int) -> None:
    """Who neither published nor confirmed the list awards it; the pilots begin (AWD-1)."""
    award_list(PublicNotice.objects.get(cycle__year=year).pk, actor=world.people["chief"])


def set_low_carbon_day(world: World, year: int) -> None:
    """The day of the plaques of a year is known: a day of June in the year after (AWD-1)."""
    cycle = Cycle.objects.get(year=year)
    edit_cycle(cycle.pk, actor=world.people["staff"], low_carbon_day=date(year + 1, *LOW_CARBON_DAY))


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


STEPS = (decide, keep, objection, look_into)  # of one application
EVENTS = {step.__name__: step for step in (publish, confirm, award, set_low_carbon_day)}  # of a year
