"""Whose plaques are given on the Low Carbon Day of the year after a cycle, and what is missing for it (AWD-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from accounts.rules import Person
from applications.models import Application
from pilots.models import Certificate, Pilot, SupportMeasure
from pilots.states import ENDED, PilotState
from programme.models import Cycle, LibraryEntry
from programme.notice import PilotType, Support


@dataclass(frozen=True)
class Place:
    """One title at the ceremony: its pilot, its plaque once that is recorded, its certificate."""

    pilot: Pilot
    plaque: SupportMeasure | None
    certificate: Certificate | None

    @property
    def entry(self) -> LibraryEntry:
        """What carries the title."""
        return self.pilot.entry

    def ready_on(self, today: date) -> bool:
        """Whether its plaque may be recorded: it is not yet, and its day has come."""
        return self.plaque is None and self.pilot.plaque_on is not None and self.pilot.plaque_on <= today


@dataclass(frozen=True)
class Ceremony:
    """The plaques of one cycle.

    Attributes:
        places: what carries its title, by number.
        withdrawn: pilots that had a title and no longer carry it.
        given: entries of those that got their plaque before.
        untitled: how many pilots of the cycle have no title yet and may still get one.
    """

    cycle: Cycle
    places: list[Place]
    withdrawn: list[Pilot]
    given: frozenset[int]
    untitled: int

    @property
    def day(self) -> date | None:
        """The Low Carbon Day; None until it is set."""
        return self.cycle.low_carbon_day

    @property
    def entries(self) -> list[LibraryEntry]:
        """What carries its title, each with its pilot."""
        return [place.entry for place in self.places]

    @property
    def by_type(self) -> list[tuple[PilotType, list[Place]]]:
        """The places of each type that has one."""
        sorted_in = [
            (kind, [place for place in self.places if place.entry.pilot_type == kind]) for kind in PilotType
        ]
        return [(kind, places) for kind, places in sorted_in if places]

    @property
    def certificates(self) -> list[Certificate]:
        """The certificates of all titles, in the order of the list."""
        ordered = [place.certificate for _, places in self.by_type for place in places]
        return [certificate for certificate in ordered if certificate]


def ceremony_of(cycle: Cycle, user: Person) -> Ceremony:
    """The plaques of a cycle as far as a person may see its pilots."""
    of_cycle = Pilot.objects.visible_to(user).filter(entry__cycle=cycle).order_by("entry__number", "pk")
    carrying = of_cycle.titled().select_related("entry__cycle").defer("remarks")
    withdrawn = of_cycle.filter(state=PilotState.WITHDRAWN).exclude(titled_at=None).select_related("entry")
    certificates = Certificate.objects.filter(pilot__entry__cycle=cycle, granted_at=F("pilot__titled_at"))
    certified = {
        certificate.pilot_id: certificate
        for certificate in certificates.select_related("file", "pilot__entry__cycle")
    }
    plaques = SupportMeasure.objects.standing().filter(kind=Support.PLAQUE, entry__cycle=cycle)
    given = {plaque.entry_id: plaque for plaque in plaques}
    places = [Place(pilot, given.get(pilot.entry_id), certified.get(pilot.pk)) for pilot in carrying]
    for place in places:
        place.entry.pilot = place.pilot
    to_come = of_cycle.filter(titled_at=None).exclude(state__in=ENDED)
    return Ceremony(cycle, places, list(withdrawn), frozenset(given), to_come.count())


def contacts_of(entries: Iterable[LibraryEntry]) -> dict[int, tuple[str, str]]:
    """Entry → name and telephone of its contact as last submitted; without what was not applied for here."""
    applications = Application.objects.filter(entry__in=[entry.pk for entry in entries])
    answers = applications.exclude(current_revision=None).values_list("entry", "current_revision__answers")
    return {
        entry: (str(given.get("contact_name") or ""), str(given.get("contact_phone") or ""))
        for entry, given in answers
    }
