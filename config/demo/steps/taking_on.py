"""A pilot of a paper year comes into the portal: staff enter it, one person takes it on, another confirms (LIB-1)."""

from collections.abc import Callable
from datetime import date

from config.demo.steps.results import set_low_carbon_day
from config.demo.stories import Story, World
from pilots.models import Pilot
from pilots.taking_on.actions import confirm_taking_on, propose_taking_on
from pilots.taking_on.terms import DAYS
from programme.library.earlier import enter_earlier
from programme.states import LibraryState

BASIS = "（示例依据）公布当年低碳试点名单的通知"


def take_on(world: World, story: Story, gaps: str, **told: str) -> None:
    """Enter the pilot as the story's ``entry`` says, and take it on.

    Args:
        told: its state, its title, and days of ``DAYS``.
    """
    unit, staff = world.units[story.data["applicant"]], world.people["staff"]
    entry = enter_earlier(
        actor=staff,
        state=LibraryState.SELECTED,
        ended_untitled=False,
        organisation_name=unit.name,
        organisation_code=unit.uscc,
        district=unit.district,
        basis=BASIS,
        **story.data["entry"],
    )
    if entry.cycle.low_carbon_day is None:
        set_low_carbon_day(world, entry.cycle.year)
    days = {day.name for day in DAYS}
    facts = {name: date.fromisoformat(value) if name in days else value for name, value in told.items()}
    proposed = propose_taking_on(entry.pk, actor=staff, facts=facts, known_gaps=gaps, basis=BASIS)
    pilot: Pilot = confirm_taking_on(proposed.pk, actor=world.people["chief"])
    story.entry = pilot.entry_id


STEPS: tuple[Callable, ...] = (take_on,)
