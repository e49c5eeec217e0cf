"""Two applications for the same park or project: staff say which one is evaluated; only that one passes (REC-3)."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from applications.duplicates import STANDING, duplicates_of
from applications.models import Application
from applications.states import State
from journal.acts import Refused
from reviews.acts import RULE_ON_DUPLICATE
from reviews.models import DuplicateRuling
from reviews.screening.duplicates.forms import RulingForm

PASSED = (State.ACCEPTED, State.IN_REVIEW, State.PROPOSED, State.SELECTED, State.KEPT)


@dataclass(frozen=True)
class Row:
    """A possible duplicate with what was ruled about it, and the form to rule; or why this person cannot rule now."""

    application: Application
    why: str
    ruling: DuplicateRuling | None
    form: RulingForm | None
    why_not: str


def rows_of(application: Application, user: User) -> list[Row]:
    """The possible duplicates of an application under screening, as a person may rule on them."""
    rulings = _rulings(application)
    rows = []
    for duplicate in duplicates_of(application):
        other = duplicate.application
        barred = application.why_barred(user) or other.why_barred(user)
        why_not = barred if other.number else "该申报报送以后再确定。"
        form = None if why_not else RulingForm(application=application, other=other)
        rows.append(Row(other, duplicate.why, rulings.get(other.pk), form, why_not))
    return rows


def why_not_sole(application: Application) -> str:
    """Why an application cannot pass screening because of a duplicate; "" when it can."""
    rulings = _rulings(application)
    for duplicate in duplicates_of(application):
        other = duplicate.application
        if other.number is None:
            continue
        ruling = rulings.get(other.pk)
        if ruling is None:
            return f"本申报与 {other.number} 可能重复，请先在本页确定由哪一项参加评选，或说明不是同一项目。"
        if ruling.chosen_id == other.pk:
            return f"已确定由 {other.number} 参加评选，本申报不能通过形式审查。"
        if ruling.chosen_id and other.state in PASSED:  # it passed in a year into which this one came later
            return f"{other.number} 已通过形式审查，请先在本页重新确定由哪一项参加评选，或说明不是同一项目。"
    return ""


def ruled_out(application: Application) -> str:
    """The reason that the applicant reads when another application for the same was chosen; "" when none was.

    It counts while the chosen one stands beside it: not when that was withdrawn, or is evaluated in another year.
    """
    rulings = _rulings(application)
    for duplicate in duplicates_of(application):
        ruling = rulings.get(duplicate.application.pk)
        if ruling and ruling.chosen_id == duplicate.application.pk:
            return f"与 {ruling.chosen.number} 为同一项目或园区，已确定由其参加评选：{ruling.reason}"
    return ""


def rule_on_duplicate(
    application_id: int, other_id: int, *, actor: User, chosen: int | None, reason: str
) -> DuplicateRuling:
    """Say which of two received applications for the same is evaluated, or that they differ (REC-3).

    It may be said anew as long as the other one has not passed screening.

    Args:
        chosen: id of one of the two; None when they are not for the same.

    Raises:
        Refused: no reason, one of them is not received or does not stand any more, or the one that is not chosen has
            passed screening.
    """
    if not reason.strip():
        raise Refused("请写明理由。")
    first, second = sorted((application_id, other_id))

    def locked_pair() -> list[Application]:
        pair = (
            Application.objects.received().filter(pk__in=(first, second), state__in=STANDING).order_by("pk")
        )
        return list(pair.select_for_update(of=("self",)).select_related("recommender", "organisation"))

    with RULE_ON_DUPLICATE.perform_all(locked_pair, actor=actor) as acts:
        if len(acts) != 2 or chosen not in (first, second, None):
            raise Refused("这两项申报不能这样处理，请刷新页面查看最新情况。")
        left = [act.object for act in acts if chosen is not None and act.object.pk != chosen]
        if left and left[0].state in PASSED:
            raise Refused(f"{left[0].number} 已通过形式审查，不能改由另一项参加评选。")
        said = {"chosen_id": chosen, "reason": reason.strip(), "by": actor, "at": acts[0].now}
        ruling = DuplicateRuling.objects.update_or_create(first_id=first, second_id=second, defaults=said)[0]
        for act, other in zip(acts, reversed(acts), strict=True):
            act.summary = _sentence(act.object, other.object, chosen) + f"理由：{ruling.reason}"
            act.facts |= {"other": other.object.pk, "chosen": chosen}
            act.tell(
                User.objects.of(act.object.recommender),
                f"重复申报的处理：{act.object.number}",
                f"「{act.object.title}」：{act.summary}",
                act.object.get_absolute_url(),
            )
    return ruling


def _sentence(application: Application, other: Application, chosen: int | None) -> str:
    if chosen is None:
        return f"与 {other.number} 不是同一项目或园区，分别参加评选。"
    return f"与 {other.number} 重复，由 {application.number if chosen == application.pk else other.number} 参加评选。"


def _rulings(application: Application) -> dict[int, DuplicateRuling]:
    """Other application's id → what was ruled about the two."""
    rulings = DuplicateRuling.objects.filter(Q(first=application) | Q(second=application))
    return {
        ruling.second_id if ruling.first_id == application.pk else ruling.first_id: ruling
        for ruling in rulings.select_related("by", "chosen")
    }
