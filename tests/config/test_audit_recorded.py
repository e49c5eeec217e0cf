"""What an insider changes by SQL, past all acts, is found by the next audit; and so is data that break a rule."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from dateutil.relativedelta import relativedelta
from django.core.management import call_command
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from applications.closing.close import close_due_cycles
from applications.models import Application
from journal import clock
from journal.clock import day_of
from journal.models import Message
from pilots.models import Certificate, Evaluation, Pilot, TargetSet, TitleProposal, Withdrawal
from pilots.withdrawal.actions import state_opinion
from programme.cutoff import GRACE
from programme.models import Cycle, FrozenLine, LibraryEntry
from programme.notice import Sheet
from reviews.draws.actions import draw_reviewers
from reviews.models import Decision, Draw, Objection, PublicNotice, PublicNoticeItem, ScoreSheet, Screening
from reviews.objections.actions import dismiss_objection, make_objection, note_objection, take_objection
from reviews.scoring.totals import total
from tests import factories

pytestmark = pytest.mark.django_db
A_YEAR = timedelta(days=370)  # and some days
SAID = {"name": "示例", "phone": "1", "email": "", "organisation": "", "grounds": "示例事实。"}


def audit() -> str:
    """What the audit says; "" when all holds."""
    err = StringIO()
    try:
        call_command("audit_invariants", stdout=StringIO(), stderr=err)
    except SystemExit:
        return err.getvalue()
    return ""


def awarded(*sheets: Sheet) -> list[Application]:
    """A year that is over, evaluated, published with an objection that does not hold, and awarded."""
    with factories.before_last_cutoff():
        made = [factories.in_review(sheet) for sheet in sheets]
    close_due_cycles()
    for application in made:
        factories.score(application)
        factories.decide(application)
    notice, clerk = factories.publish(*made), factories.staff()
    objection = make_objection(notice.pk, item=None, **SAID)
    take_objection(objection.pk, actor=clerk)
    note_objection(objection.pk, actor=clerk, text="示例。")
    dismiss_objection(objection.pk, actor=clerk, reason="示例理由。", answer="示例答复。")
    with clock.set_to(notice.ends_at + GRACE):
        factories.award(notice)
    return made


def drawn() -> Draw:
    """An application of the running year before reviewers who were drawn."""
    application = factories.accepted()
    panel = factories.panel(application, [])
    for _ in range(4):
        factories.reviewer()
    return draw_reviewers(panel.pk, actor=factories.staff(), applications=[application.pk], count=3)


def score_consistently(sheet: ScoreSheet) -> None:
    """Full marks in one sheet, with a total that follows from them."""
    criteria = list(sheet.panel.cycle.criteria.filter(pilot_type=sheet.panel.pilot_type))
    scores = {str(criterion.pk): criterion.scale for criterion in criteria}
    ScoreSheet.objects.filter(pk=sheet.pk).update(scores=scores, total=total(scores, criteria))


def one_more_sheet(decision: Decision) -> None:
    """A sheet of a decided application that is still out."""
    first = decision.application.score_sheets.first()
    ScoreSheet.objects.create(
        panel=first.panel,
        application=first.application,
        reviewer=factories.reviewer(),
        state_since=clock.now(),
    )


def titled_pilots(sheet: str = Sheet.TECHNOLOGY) -> QuerySet[Pilot]:
    """Pilots on a form that have their title."""
    return Pilot.objects.titled().filter(entry__sheet=sheet)


def begin_later(sheet: str, days: int) -> None:
    """Let the year of a titled zone begin so many days later than its title allows."""
    pilot = titled_pilots(sheet).get()
    begun = day_of(pilot.titled_at) - relativedelta(years=1) + timedelta(days=days)
    Pilot.objects.filter(pk=pilot.pk).update(implementing_from=begun)


def lost_pilots() -> QuerySet[Pilot]:
    """Pilots that were withdrawn."""
    return Pilot.objects.filter(state="withdrawn")


def of_excellent(model) -> QuerySet:
    """Rows of a titled technology."""
    return model.objects.filter(pilot__in=titled_pilots())


def live_on(made: list[Application]) -> None:
    """Let pilots live: technology and zones get their titles, all leaders but the first lose theirs.

    A notice runs against each zone, and its statement is in.
    """
    leaders = [application.entry.pilot for application in made if application.sheet == Sheet.LEADER]
    for pilot in leaders[1:]:
        factories.withdrawn(pilot, at=pilot.selected_at + timedelta(days=1))
    for application in made:
        pilot = application.entry.pilot
        if application.sheet == Sheet.LEADER:
            continue
        with clock.set_to(pilot.selected_at + timedelta(days=1)):
            factories.approve_plan(pilot)
        with clock.set_to(pilot.selected_at + timedelta(days=1) + A_YEAR):
            factories.entitle(factories.find_excellent(Pilot.objects.get(pk=pilot.pk)))
            if application.sheet == Sheet.PARK:
                running = factories.withdrawal(pilot)
                state_opinion(running.pk, actor=application.created_by, statement="示例。")


def plaque(on: date, of: Pilot) -> None:
    """A plaque of a day, for a cycle whose Low Carbon Day is June 24."""
    Cycle.objects.filter(pk=of.entry.cycle_id).update(low_carbon_day=date(of.entry.cycle.year + 1, 6, 24))
    Pilot.objects.filter(pk=of.pk).update(plaque_on=on)


def of_leader(model):
    return model.objects.filter(application__sheet=Sheet.LEADER)


def leader_pilot() -> Pilot:
    return Pilot.objects.filter(entry__sheet=Sheet.LEADER, state="titled").get()


def second() -> timedelta:
    return timedelta(seconds=1)


TAMPERED: dict[str, tuple[Callable[[], object], str]] = {
    "a score": (
        lambda: score_consistently(ScoreSheet.objects.valid()[0]),
        "得分、评审人或提交时间与日志不符",
    ),
    "who scored": (
        lambda: ScoreSheet.objects.filter(pk=ScoreSheet.objects.valid()[0].pk).update(
            reviewer=factories.reviewer()
        ),
        "得分、评审人或提交时间与日志不符",
    ),
    "when it was handed in": (
        lambda: ScoreSheet.objects.valid().update(submitted_at=F("submitted_at") + second()),
        "得分、评审人或提交时间与日志不符",
    ),
    "the state of a sheet": (
        lambda: ScoreSheet.objects.filter(state="assigned").update(state="scoring"),
        "评分表的状态与日志不符",
    ),
    "a reason": (lambda: Decision.objects.update(reason="改动"), "决定与日志不符"),
    "an outcome": (lambda: of_leader(Decision).update(outcome="kept"), "决定与日志不符"),
    "a rank": (lambda: Decision.objects.update(rank=7), "决定与日志不符"),
    "a score of a decision": (lambda: Decision.objects.update(score=99), "所记得分与评分表不符"),
    "who proposed": (lambda: Decision.objects.update(proposed_by=factories.staff()), "决定与日志不符"),
    "who confirmed": (lambda: Decision.objects.update(confirmed_by=factories.staff()), "决定与日志不符"),
    "when it was proposed": (
        lambda: Decision.objects.update(proposed_at=F("proposed_at") + second()),
        "决定与日志不符",
    ),
    "a decision taken away": (lambda: of_leader(Decision).delete(), "记在日志中，但已不存在"),
    "the instant of receipt": (
        lambda: Application.objects.received().update(received_at=F("received_at") + second()),
        "编号或接收时间与日志不符",
    ),
    "the state of an application": (
        lambda: Application.objects.filter(state="in_review").update(state="kept"),
        "的状态与日志不符",
    ),
    "who published": (
        lambda: PublicNotice.objects.update(published_by=factories.staff()),
        "发布人或发布时间与日志不符",
    ),
    "who confirmed the list": (
        lambda: PublicNotice.objects.update(confirmed_by=factories.staff()),
        "确认名单人或确认名单时间与日志不符",
    ),
    "who awarded": (
        lambda: PublicNotice.objects.update(awarded_by=factories.staff()),
        "认定人或认定时间与日志不符",
    ),
    "when a line was awarded": (
        lambda: of_leader(PublicNoticeItem).update(awarded_at=F("awarded_at") + second()),
        "认定时间与日志不符",
    ),
    "an objection": (lambda: Objection.objects.update(grounds="改动"), "内容或收到时间与日志不符"),
    "an answer": (lambda: Objection.objects.update(answer="改动"), "认定理由或答复与日志不符"),
    "who closed it": (
        lambda: Objection.objects.update(closed_by=factories.staff()),
        "办结人或办结时间与日志不符",
    ),
    "its state": (
        lambda: Objection.objects.update(state="upheld", proposed_by=factories.staff()),
        "的状态与日志不符",
    ),
    "an objection taken away": (
        lambda: (Objection.objects.get().notes.all().delete(), Objection.objects.all().delete()),
        "号异议记在日志中，但已不存在",
    ),
    "a message": (
        lambda: Message.objects.filter(subject__contains="入选试点").update(body="改动"),
        "有消息被改动、删除或插入",
    ),
    "whom it went to": (
        lambda: Message.objects.filter(subject__contains="入选试点").update(email="other@example.org"),
        "有消息被改动、删除或插入",
    ),
    "a message taken away": (
        lambda: Message.objects.filter(subject__contains="入选试点").delete(),
        "有消息被改动、删除或插入",
    ),
    "a seed that was typed": (
        lambda: Draw.objects.update(seed_source="public"),
        "的种子由人填写",
    ),
    "the state of a pilot": (lambda: titled_pilots().update(state="failed"), "的试点状态与日志不符"),
    "a pilot that came back": (
        lambda: lost_pilots().update(state="titled", ended_at=None),
        "的试点状态与日志不符",
    ),
    "when a pilot ended": (
        lambda: lost_pilots().update(ended_at=F("ended_at") + second()),
        "的结束时间与日志不符",
    ),
    "when a title was granted": (
        lambda: of_excellent(TitleProposal).update(decided_at=F("decided_at") + second()),
        "没有由两人提出和确认的记录",
    ),
    "who granted a title": (
        lambda: of_excellent(TitleProposal).update(decided_by=factories.staff()),
        "的称号与日志不符",
    ),
    "who proposed a title": (
        lambda: of_excellent(TitleProposal).update(proposed_by=factories.staff()),
        "的称号与日志不符",
    ),
    "a proposed title taken away": (
        lambda: of_excellent(TitleProposal).delete(),
        "没有由两人提出和确认的记录",
    ),
    "who confirmed an evaluation": (
        lambda: of_excellent(Evaluation).update(confirmed_by=factories.staff()),
        "的称号与日志不符",
    ),
    "the reasons of a notice": (
        lambda: Withdrawal.objects.filter(state="intended").update(reasons="改动"),
        "的取消告知与日志不符",
    ),
    "the period for a statement": (
        lambda: Withdrawal.objects.filter(state="intended").update(
            statement_until=F("statement_until") - second()
        ),
        "的取消告知与日志不符",
    ),
    "who gave a notice": (
        lambda: Withdrawal.objects.update(intended_by=factories.staff()),
        "的取消告知与日志不符",
    ),
    "the reasons of a withdrawal": (
        lambda: Withdrawal.objects.filter(state="withdrawn").update(conclusion="改动"),
        "的取消决定与日志不符",
    ),
    "a hearing that was not": (
        lambda: Withdrawal.objects.filter(state="withdrawn").update(hearing_note="改动"),
        "的取消决定与日志不符",
    ),
    "who withdrew": (
        lambda: Withdrawal.objects.filter(state="withdrawn").update(decided_by=factories.staff()),
        "的取消决定与日志不符",
    ),
    "a withdrawal taken away": (
        lambda: Withdrawal.objects.filter(state="withdrawn").delete(),
        "号取消资格记在日志中，但已不存在",
    ),
    "a draw": (lambda: Draw.objects.update(seed="1"), "号抽取的内容与校验值不符"),
    "a draw with its checksum": (lambda: rewrite(Draw.objects.get()), "号抽取与日志不符"),
    "a draw taken away": (
        lambda: (ScoreSheet.objects.update(draw=None), Draw.objects.all().delete()),
        "号抽取记在日志中，但已不存在",
    ),
}

BROKEN: dict[str, tuple[Callable[[], object], str]] = {
    "CUT-2 a decision before the freeze": (
        lambda: Cycle.objects.exclude(closed_at=None).update(closed_at=clock.now()),
        "的决定在",
    ),
    "CUT-2 a notice before the freeze": (
        lambda: Cycle.objects.exclude(closed_at=None).update(closed_at=clock.now()),
        "的截止名单冻结之前发布",
    ),
    "CUT-4 decided without standing on the list": (
        lambda: FrozenLine.objects.filter(number__contains="-LP-").delete(),
        "已有决定，但不在",
    ),
    "CUT-4 a list frozen before the cutoff": (
        lambda: Cycle.objects.exclude(closed_at=None).update(closed_at=F("cutoff")),
        "在截止时刻之前就冻结了名单",
    ),
    "ELI-R again in the same year": (
        lambda: Application.objects.filter(pk=of_leader(Decision).first().application_id).update(
            previous_entry=LibraryEntry.objects.get(sheet=Sheet.TECHNOLOGY)
        ),
        "原申报不属于更早的年度",
    ),
    "REV-1 a condition that was found unmet": (
        lambda: Screening.objects.update(findings={"any": {"met": False, "remark": "示例。"}}),
        "有条件的审查结果为不符合",
    ),
    "REV-3 fewer than three valid sheets": (
        lambda: ScoreSheet.objects.filter(pk=ScoreSheet.objects.valid()[0].pk).update(
            state="recused", conflict="other", total=None, submitted_at=None
        ),
        "有效评分表不足 3 份",
    ),
    "REV-3 a selection with a sheet outstanding": (
        lambda: one_more_sheet(Decision.objects.first()),
        "还有 1 份评分表没有交",
    ),
    "AWD-1 awarded without public notice": (
        lambda: of_leader(PublicNoticeItem).delete(),
        "没有经过公示和认定",
    ),
    "A3 a zone titled within the year of its plan": (
        lambda: begin_later(Sheet.PARK, 1),
        "实施不满一年",
    ),
    "AWD-1 a title on an evaluation that is not excellent": (
        lambda: of_excellent(Evaluation).update(outcome="good_enough"),
        "没有经两人确认、结论为优秀的评估",
    ),
    "AWD-1 a title without a certificate": (
        lambda: Certificate.objects.all().delete(),
        "没有称号证书",
    ),
    "AWD-1 withdrawn without a decision": (
        lambda: Withdrawal.objects.filter(state="withdrawn").delete(),
        "没有陈述期满后另一人作出的决定",
    ),
    "A1 an entry that may come again after a title": (
        lambda: LibraryEntry.objects.filter(pilot__in=titled_pilots()).update(ended_untitled=True),
        "能否再次申报，与试点的结果不符",
    ),
    "promised targets taken away": (
        lambda: TargetSet.objects.promised().delete(),
        "的目标版本不连续",
    ),
    "targets that were replaced by nothing": (
        lambda: TargetSet.objects.in_force().update(replaced_at=F("in_force_since")),
        "的目标版本不连续",
    ),
    "a plan without targets": (
        lambda: TargetSet.objects.filter(version__gt=0).update(in_force_since=None),
        "没有生效的目标",
    ),
    "AWD-1 a plaque off the Low Carbon Day": (
        lambda: plaque(date(leader_pilot().entry.cycle.year + 1, 6, 25), leader_pilot()),
        "次年的低碳日",
    ),
}


def rewrite(draw: Draw) -> None:
    """Another seed, with the checksum that follows from it."""
    draw.seed = "1"
    Draw.objects.filter(pk=draw.pk).update(seed="1", sha256=draw.computed_sha256())


def silent(cases: dict[str, tuple[Callable[[], object], str]]) -> list[str]:
    """Of the changes those that the audit does not name."""
    missed = []
    for name, (change, complaint) in cases.items():
        with factories.undone():
            change()
            if complaint not in audit():
                missed.append(name)
    return missed


@pytest.mark.django_db(transaction=True)
def test_what_is_changed_past_the_acts_is_found():
    live_on(awarded(Sheet.LEADER, Sheet.LEADER, Sheet.TECHNOLOGY, Sheet.PARK))
    drawn()
    factories.in_review()
    assert audit() == ""
    assert silent(TAMPERED) == []


@pytest.mark.django_db(transaction=True)
def test_data_that_break_a_rule_are_found():
    live_on(awarded(Sheet.LEADER, Sheet.LEADER, Sheet.TECHNOLOGY, Sheet.PARK))
    assert audit() == ""
    assert silent(BROKEN) == []


def test_lawful_titles_and_plaques_are_no_fault():
    live_on(awarded(Sheet.LEADER, Sheet.PARK))
    begin_later(Sheet.PARK, 0)
    plaque(date(leader_pilot().entry.cycle.year + 1, 6, 24), leader_pilot())
    assert audit() == ""


def test_the_audit_takes_the_same_statements_however_many_applications():
    counts = []
    few, more = [Sheet.LEADER] * 2 + [Sheet.PARK], [Sheet.LEADER] * 3 + [Sheet.PARK] * 2
    for sheets in (few, more):
        with factories.undone():
            live_on(awarded(*sheets))
            with CaptureQueriesContext(connection) as queries:
                assert audit() == ""
            counts.append(len(queries))
    assert counts[0] == counts[1]
    assert LibraryEntry.objects.count() == 0
