"""Recording what a pilot or a kept entry was given (AWD-1). Each function is one named act with an acting person."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from face.wording import chinese_date
from journal.acts import Act, Refused
from journal.models import Audience
from pilots.acts import CANCEL_SUPPORT, GRANT_SUPPORT
from pilots.models import Pilot, SupportMeasure
from pilots.rules import application_of, pilot_of, why_not_supported, why_not_that_day
from programme.models import LibraryEntry
from programme.notice import Support


def grant_support(
    entry_id: int,
    *,
    actor: User,
    kind: str,
    granted_on: date,
    amount_wan: Decimal | None = None,
    note: str = "",
) -> SupportMeasure:
    """Record a measure of support for an entry of the library, and for its pilot (AWD-1, Notice §四).

    Args:
        amount_wan: in 10⁴ yuan; None where there is none.

    Raises:
        Refused: the entry can have none, the measure is not for its type or was not asked for on the form (green
            finance), the day has not come or lies before there was something to support, or the plaque is there
            already, has an amount, or bears another day than the Low Carbon Day of its cycle.
    """
    with GRANT_SUPPORT.perform(lambda: _locked(entry_id), actor=actor) as act:
        entry = act.object
        if why := why_not_supported(entry, kind):
            raise Refused(why)
        if why := why_not_that_day(entry, kind, granted_on, act.now):
            raise Refused(why)
        if kind == Support.PLAQUE and entry.support_measures.standing().filter(kind=kind).exists():
            raise Refused("该试点已登记授牌，不能重复登记。")
        if kind == Support.PLAQUE and amount_wan is not None:
            raise Refused("低碳日授牌没有金额，请留空。")
        if amount_wan is not None and amount_wan <= 0:
            raise Refused("金额应大于 0；没有金额的请留空。")
        made = SupportMeasure.objects.create(
            entry=entry,
            pilot=pilot_of(entry),
            kind=kind,
            granted_on=granted_on,
            amount_wan=amount_wan,
            note=note,
            by=actor,
            at=act.now,
        )
        _note(act, made)
    return made


def cancel_support(measure_id: int, *, actor: User, reason: str) -> SupportMeasure:
    """Take back a measure that was recorded by mistake; the row and the reason stay.

    Raises:
        Refused: no reason is given, or it is taken back already.
    """
    entry_id = SupportMeasure.objects.values_list("entry", flat=True).get(pk=measure_id)
    with CANCEL_SUPPORT.perform(lambda: _locked(entry_id), actor=actor) as act:
        measure = SupportMeasure.objects.select_related("entry", "pilot").get(pk=measure_id)
        if measure.cancelled_at:
            raise Refused("这条登记已经撤销。")
        if not reason.strip():
            raise Refused("撤销登记必须写明原因。")
        measure.cancelled_at, measure.cancelled_by, measure.cancel_reason = act.now, actor, reason.strip()
        measure.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        _note(act, measure)
    return measure


def _locked(entry_id: int) -> LibraryEntry:
    """The entry and its pilot, locked in this order: what is recorded fits what the pilot is."""
    entry = LibraryEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    entry.pilot = Pilot.objects.select_for_update(of=("self",)).filter(entry=entry).first()
    return entry


def _note(act: Act[LibraryEntry], measure: SupportMeasure) -> None:
    """Say it in the timeline of the pilot, of a kept entry in that of its application, and tell the owner.

    An entry of earlier years has no application here: its timeline is its own, for the city.
    """
    application = application_of(measure.entry)
    amount = f"，{measure.amount_wan} 万元" if measure.amount_wan else ""
    why = f"，原因：{measure.cancel_reason}" if measure.cancel_reason else ""
    page = measure.pilot or application
    act.about = page or measure.entry
    act.audience = Audience.PARTIES if page else Audience.CITY
    act.summary = f"{measure.get_kind_display()}（{chinese_date(measure.granted_on)}）{amount}{why}"
    act.facts |= {"measure": measure.pk, "kind": measure.kind}
    if page and measure.entry.organisation:
        act.tell(
            User.objects.of(measure.entry.organisation),
            f"{act.label}：{measure.entry.number}",
            f"「{measure.entry.name}」{act.label}：{act.summary}。",
            page.get_absolute_url(),
        )
