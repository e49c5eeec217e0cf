"""What a pilot or a kept entry of a story is given: measures of support, and its plaque (AWD-1, Notice §四)."""

from collections.abc import Callable
from decimal import Decimal

from config.demo.steps.piloting import pilot_of
from config.demo.stories import Story, World
from journal import clock
from journal.clock import day_of
from pilots.award.plaques import date_plaques
from pilots.support.actions import grant_support
from programme.models import LibraryEntry
from programme.notice import Support


def support(world: World, story: Story, kind: str, amount_wan: str = "", **told: str) -> None:
    """A measure is recorded that was granted today.

    Args:
        told: ``authority``, ``document`` and ``note``.
    """
    grant_support(
        _entry_of(story),
        actor=world.people["staff"],
        kind=kind,
        granted_on=day_of(clock.now()),
        amount_wan=Decimal(amount_wan) if amount_wan else None,
        **told,
    )


def plaque(world: World, story: Story) -> None:
    """Its plaque is handed over today; it bears the Low Carbon Day of the year after its cycle."""
    date_plaques()
    pilot, today = pilot_of(story), day_of(clock.now())
    grant_support(
        pilot.entry_id,
        actor=world.people["staff"],
        kind=Support.PLAQUE,
        granted_on=pilot.plaque_on,
        handed_over_on=today if today > pilot.plaque_on else None,
    )


def _entry_of(story: Story) -> int:
    return story.entry or LibraryEntry.objects.get(application=story.application).pk


STEPS: tuple[Callable, ...] = (support, plaque)
