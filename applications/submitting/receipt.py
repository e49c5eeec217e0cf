"""The instant of receipt: number, cycle, library entry (CUT-3, NUM-1, REC-3, LIB-1)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from applications.models import Application
from applications.requirements import paper_wanted
from applications.states import Route
from applications.year.participation import begin_participation
from applications.year.sentences import explanation
from journal import clock
from journal.facts import Facts
from journal.workflow import Act, Refused
from programme.cycles.receiving import (
    Calendar,
    calendar,
    free_quota,
    is_shut,
    number_of,
    open_cycle,
    opened,
    require_open,
    take_quota,
)
from programme.cycles.receiving import receive as next_number
from programme.models import Cycle, LibraryEntry
from programme.states import Origin


@dataclass(frozen=True)
class ReceiptFacts(Facts):
    """What the journal keeps of a receipt; the invariants hold the row against it. Empty where the city received nothing."""

    number: str = ""
    cycle: int = 0
    received_at: str = ""


def receive(act: Act, known: Calendar) -> None:
    """Let the city receive the application of a running verb at the verb's instant.

    Args:
        known: the cycles as the verb has read them.
    """
    application = act.object
    people = list(User.objects.of(application.organisation_id))
    # All wait here: little comes after.
    cycle, number, instant = _take_number(application, act.now, known)
    application.cycle, application.number, application.received_at = cycle, number, instant
    application.quota_cycle = cycle if _takes_place(application) else None
    application.entry = _library_entry(application)
    begin_participation(application, instant)
    why = explanation(application, known.cutoffs)
    act.facts |= ReceiptFacts(number, cycle.year, instant.isoformat()).written()
    act.summary = f"编号 {number}，参加 {cycle.year} 年度评选" + (f"。{why}" if why else "")
    act.tell(
        people,
        f"申报已接收：{number}",
        f"「{application.title}」已由市生态环境局接收，编号 {number}，参加 {cycle.year} 年度评选。{why}\n\n"
        f"{paper_wanted(application)}",
        application.get_absolute_url(),
    )
    if application.recommender and application.route == Route.RECOMMENDED:
        act.tell(
            User.objects.of(application.recommender),
            f"推荐已报送：{number}",
            f"「{application.title}」已报送市生态环境局，编号 {number}，参加 {cycle.year} 年度评选。{why}",
            application.get_absolute_url(),
        )


def _takes_place(application: Application) -> bool:
    """Whether its receipt uses a place in the quota of its recommender (REC-3)."""
    return application.programme_form.counts_for_quota and application.route == Route.RECOMMENDED


def _take_number(application: Application, instant: datetime, known: Calendar) -> tuple[Cycle, str, datetime]:
    """A number, after a place in the quota for a recommended park; the cycle and the instant that count.

    Locks in the order of the portal: the application (held), the quota, the gate. Where the gate of a park's year is
    shut by then, the savepoint gives back its place and both locks before those of the next year are taken.

    Raises:
        Refused: the quota of the year that counts is used up.
    """
    if not _takes_place(application):
        return next_number(application.pilot_type, instant, known)
    while True:
        cycle = opened(known.cycle_of(instant), instant)
        try:
            with transaction.atomic():
                require_open(cycle, application.pilot_type)  # before waiting for a quota that counts no more
                take_quota(cycle, application.recommender)
                return cycle, number_of(cycle, application.pilot_type), instant
        except Refused:
            if not is_shut(cycle, application.pilot_type):
                raise
        instant, known = max(clock.now(), cycle.cutoff), calendar()


def give_back_quota(application: Application) -> None:
    """A park that its recommender brought in is withdrawn: its place is free again (REC-3)."""
    if application.quota_cycle:
        free_quota(application.quota_cycle, application.recommender)
        application.quota_cycle = None


def follow_quota(application: Application) -> None:
    """Let a park that comes back into another cycle use a place of that cycle, and no longer one of the old (REC-3).

    Raises:
        Refused: the recommender's places of that cycle are used up; staff may grant more.
    """
    if application.quota_cycle_id in (None, application.cycle_id):
        return
    free_quota(application.quota_cycle, application.recommender)
    try:
        take_quota(application.cycle, application.recommender)
    except Refused:
        raise Refused(
            f"尚未提交：补正逾期，本申报转入 {application.cycle.year} 年度，{application.recommender}该年度的园区推荐名额已用完。"
            "请联系推荐单位，由其向市生态环境局申请增加名额后再提交。"
        ) from None
    application.quota_cycle = application.cycle


def move_to_cycle(act: Act, year: int) -> None:
    """Let a received application be evaluated in ``year`` instead; its number stays (CUT-5, NUM-1)."""
    application = act.object
    application.cycle = open_cycle(year, act.now)
    application.entry.cycle = application.cycle
    application.entry.save(update_fields=["cycle"])
    act.facts["cycle"] = year


def _library_entry(application: Application) -> LibraryEntry:
    """The entry of an application that has just got its number (LIB-1, REV-5)."""
    return LibraryEntry.objects.create(
        origin=Origin.PORTAL,
        number=application.number,
        cycle=application.cycle,
        sheet=application.sheet,
        pilot_type=application.pilot_type,
        organisation_id=application.organisation_id,
        organisation_code=application.organisation.uscc or "",
        received_at=application.received_at,
        **_columns(application),
    )


def refresh_entry(application: Application) -> None:
    """Let the library say what a correction says."""
    LibraryEntry.objects.filter(pk=application.entry_id).update(**_columns(application))


def _columns(application: Application) -> dict:
    """What lists and sums need, in typed columns (design §2 "Answers are data with history")."""
    answers = application.answers
    return {
        "field": application.field,
        "name": application.title,
        "organisation_name": answers["applicant_name"][:200],
        "district": application.district,
        "area_km2": _number(answers.get("area_km2")),
        "investment_wan": _number(answers.get("total_investment")),
        "wants_finance": answers.get("wants_finance"),
    }


def _number(value) -> Decimal | None:
    return None if value is None else Decimal(value)
