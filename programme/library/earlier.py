"""A paper application of an earlier year, entered by staff one at a time, so that it can come again (ELI-R)."""

import re
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from journal.acts import Refused
from programme.acts import ENTER_EARLIER
from programme.cutoff import default_cutoff, year_of
from programme.models import Cycle, LibraryEntry
from programme.notice import Sheet
from programme.states import LibraryState, Origin

NUMBER_OF_PORTAL = re.compile(r"(\d{4})-[A-Z]{2}-\d{4,}")


def enter_earlier(
    *,
    actor: User,
    year: int,
    number: str,
    sheet: str,
    state: LibraryState,
    ended_untitled: bool,
    **fields: Any,
) -> LibraryEntry:
    """Enter an application that was evaluated on paper, with the number it had then (ELI-R, LIB-1).

    Its organisation is known by its credit code, also when it registers here later.

    Args:
        ended_untitled: it was a pilot that finished without the title.
        fields: field, name, organisation_name, organisation_code, district and basis of the entry.

    Raises:
        Refused: the year is not over, or another entry has the number.
    """
    with ENTER_EARLIER.perform(actor=actor) as act:
        cycle = _cycle(year, act.now)
        _require_free(number)
        owner = Organisation.objects.filter(uscc=fields["organisation_code"]).first()
        entry = LibraryEntry(
            origin=Origin.IMPORTED,
            cycle=cycle,
            number=number,
            sheet=sheet,
            pilot_type=Sheet(sheet).pilot_type,
            state=state,
            ended_untitled=ended_untitled,
            organisation=owner,
            **fields,
        )
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
        except IntegrityError:
            raise Refused(TAKEN.format(number)) from None
        act.about = entry
        applicant = f"{entry.organisation_name}，{entry.organisation_code}"
        act.summary = f"{entry.number} {entry.name}（{applicant}），{year} 年度，{entry.result}"
        act.facts |= {"number": number, "year": year, "code": entry.organisation_code, "state": state}
    return entry


TAKEN = "项目库中已有编号「{}」，请核对后填写当年的编号。"


def _require_free(number: str) -> None:
    if LibraryEntry.objects.filter(number=number).exists():
        raise Refused(TAKEN.format(number))
    shaped = NUMBER_OF_PORTAL.fullmatch(number)
    held_here = Cycle.objects.held_here().order_by("year").first()
    if shaped and held_here and int(shaped[1]) >= held_here.year:
        raise Refused(f"编号「{number}」是本平台的编号样式，由平台自动生成，请填写纸质申报当年的编号。")


def _cycle(year: int, now: datetime) -> Cycle:
    """The year that it was evaluated in, entered with its first paper application.

    Raises:
        Refused: the year is evaluated here and not closed, or has not come.
    """
    if year >= year_of(now, Cycle.objects.cutoffs()):
        raise Refused(f"{year} 年度尚未结束，请填写以前的年度。")
    cutoff = default_cutoff(year)
    over = {"origin": Origin.IMPORTED, "cutoff": cutoff, "opened_at": cutoff, "closed_at": now}
    cycle = Cycle.objects.get_or_create(year=year, defaults=over)[0]
    if cycle.closed_at is None:
        raise Refused(f"{year} 年度的评选尚未截止，请填写以前的年度。")
    return cycle
