"""Recording what a pilot or a kept entry was given (AWD-1). Each function is one named act with an acting person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from face.wording import chinese_date
from files.models import StoredFile
from journal.acts import Act, Refused
from journal.models import Audience
from pilots.acts import CANCEL_SUPPORT, GRANT_SUPPORT
from pilots.models import Pilot, SupportMeasure
from pilots.rules import (
    application_of,
    pilot_of,
    why_not_handed_over,
    why_not_supported,
    why_not_that_day,
)
from programme.models import LibraryEntry
from programme.notice import Support

PLAQUE_RECORDED = "该试点已登记授牌，不能重复登记。"


@dataclass(frozen=True)
class Given:
    """What an entry was given.

    Attributes:
        amount_wan: in 10⁴ yuan; None where there is none.
        authority: the office that gave it. document: its document, by name or number.
        file: that document in the store, with the name it was uploaded by.
        handed_over_on: when a plaque was handed over later than on the Low Carbon Day.
    """

    kind: str
    granted_on: date | None
    amount_wan: Decimal | None = None
    note: str = ""
    authority: str = ""
    document: str = ""
    file: StoredFile | None = None
    file_name: str = ""
    handed_over_on: date | None = None


def grant_support(entry_id: int, *, actor: User, **given: Any) -> SupportMeasure:
    """Record a measure of support for an entry of the library, and for its pilot (AWD-1, Notice §四).

    Args:
        given: the fields of ``Given``.

    Raises:
        Refused: the entry can have none, the measure is not for its type or was not asked for on the form (green
            finance), the day has not come or lies before there was something to support, or the plaque is there
            already, has an amount, or bears another day than the Low Carbon Day of its cycle.
    """
    with GRANT_SUPPORT.perform(lambda: lock_entries([entry_id])[0], actor=actor) as act:
        return grant(act, Given(**given))


def grant(act: Act[LibraryEntry], given: Given) -> SupportMeasure:
    """Record a measure within a running act of ``GRANT_SUPPORT`` on a locked entry.

    Raises:
        Refused: as ``grant_support`` says.
    """
    entry = act.object
    if why := why_not_supported(entry, given.kind) or _why_not_so(entry, given, act.now):
        raise Refused(why)
    measure = SupportMeasure.objects.create(
        entry=entry, pilot=pilot_of(entry), by=act.actor, at=act.now, **vars(given)
    )
    _note(act, measure)
    return measure


def _why_not_so(entry: LibraryEntry, given: Given, now: datetime) -> str:
    """Why an entry that may have the measure cannot have it with this day, amount, or a second time; "" when it can."""
    if given.granted_on is None:
        return "请填写日期。"
    if why := why_not_that_day(entry, given.kind, given.granted_on, now):
        return why
    if given.kind == Support.PLAQUE and has_plaque(entry):
        return PLAQUE_RECORDED
    if given.kind == Support.PLAQUE and given.amount_wan is not None:
        return "低碳日授牌没有金额，请留空。"
    if given.amount_wan is not None and given.amount_wan <= 0:
        return "金额应大于 0；没有金额的请留空。"
    return why_not_handed_over(given.kind, given.granted_on, given.handed_over_on, now)


def has_plaque(entry: LibraryEntry) -> bool:
    """Whether its plaque is recorded."""
    return entry.support_measures.standing().filter(kind=Support.PLAQUE).exists()


def cancel_support(measure_id: int, *, actor: User, reason: str) -> SupportMeasure:
    """Take back a measure that was recorded by mistake; the row and the reason stay.

    Raises:
        Refused: no reason is given, or it is taken back already.
    """
    entry_id = SupportMeasure.objects.values_list("entry", flat=True).get(pk=measure_id)
    with CANCEL_SUPPORT.perform(lambda: lock_entries([entry_id])[0], actor=actor) as act:
        measure = SupportMeasure.objects.select_related("entry", "pilot").get(pk=measure_id)
        if measure.cancelled_at:
            raise Refused("这条登记已经撤销。")
        if not reason.strip():
            raise Refused("撤销登记必须写明原因。")
        measure.cancelled_at, measure.cancelled_by, measure.cancel_reason = act.now, actor, reason.strip()
        measure.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        if measure.kind == Support.PLAQUE and measure.pilot.title_withdrawn:
            measure.pilot.plaque_on = None  # it was not given, and will not be
            measure.pilot.save(update_fields=["plaque_on"])
        _note(act, measure)
    return measure


def lock_entries(entry_ids: Collection[int]) -> list[LibraryEntry]:
    """Entries and their pilots, locked in this order: what is recorded fits what the pilot is.

    Raises:
        LibraryEntry.DoesNotExist: there is no entry of one of these ids.
    """
    entries = list(
        LibraryEntry.objects.select_for_update(of=("self",)).filter(pk__in=entry_ids).order_by("pk")
    )
    if len(entries) < len(set(entry_ids)):
        raise LibraryEntry.DoesNotExist
    pilots = Pilot.objects.select_for_update(of=("self",)).filter(entry__in=entries).order_by("pk")
    by_entry = {pilot.entry_id: pilot for pilot in pilots}
    for entry in entries:
        entry.pilot = by_entry.get(entry.pk)
    return entries


def _note(act: Act[LibraryEntry], measure: SupportMeasure) -> None:
    """Say it in the timeline of the pilot, of a kept entry in that of its application, and tell the owner.

    An entry of earlier years has no application here: its timeline is its own, for the city.
    """
    application = application_of(measure.entry)
    page = measure.pilot or application
    act.about = page or measure.entry
    act.audience = Audience.PARTIES if page else Audience.CITY
    act.summary = _sentence(measure)
    act.facts |= {"measure": measure.pk, "kind": measure.kind}
    if page and measure.entry.organisation:
        act.tell(
            User.objects.of(measure.entry.organisation),
            f"{act.label}：{measure.entry.number}",
            f"「{measure.entry.name}」{act.label}：{act.summary}。",
            page.get_absolute_url(),
        )


def _sentence(measure: SupportMeasure) -> str:
    """What was given, by whom, when and with which document; of a measure taken back also why."""
    later = measure.handed_over_on and f"{chinese_date(measure.handed_over_on)}会后交付"
    parts = [
        f"{measure.get_kind_display()}（{chinese_date(measure.granted_on)}）",
        measure.authority,
        f"{measure.amount_wan} 万元" if measure.amount_wan else "",
        measure.document,
        f"文件“{measure.file_name}”" if measure.file_name else "",
        later,
        f"原因：{measure.cancel_reason}" if measure.cancel_reason else "",
    ]
    return "，".join(part for part in parts if part)
