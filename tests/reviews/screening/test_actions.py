"""What an outcome of screening rests on, in the act itself: no form stands before it (REV-1, CUT-5, ELI-*)."""

from datetime import timedelta

import pytest

from applications.remarks.places import Noted
from applications.states import State
from journal import clock
from journal.workflow import Refused
from programme.notice import Sheet
from reviews.models import Screening
from reviews.screening.actions import screen
from tests import factories

pytestmark = pytest.mark.django_db


def found(unmet: str = "", remark: str = "", left_out: str = "") -> dict:
    findings = factories.met(Sheet.TECHNOLOGY)
    findings.pop(left_out, None)
    return findings | ({unmet: {"met": False, "remark": remark}} if unmet else {})


def due(days: int = 10):
    return clock.now() + timedelta(days=days)


@pytest.mark.parametrize(
    ("outcome", "findings", "more", "sentence"),
    [
        ("accepted", found("mature", "缺检测报告。"), {}, "有不符合的条件，不能通过形式审查"),
        ("accepted", found(left_out="mature"), {}, "还有 1 项条件没有确认"),
        ("accepted", found(), {"due": True}, "补正期限只用于「要求补正」"),
        ("accepted", found(), {"placed": [Noted("project_name", "多余。")]}, "逐处意见只随「要求补正」"),
        ("not_eligible", found(), {"remarks": "产能过剩。"}, "各项条件都选了“符合”"),
        ("not_eligible", found("mature"), {}, "必须写明理由"),
        ("not_eligible", found("mature", "  "), {"remarks": " "}, "必须写明理由"),
        ("not_eligible", found(left_out="mature"), {}, "必须写明理由"),
        ("correction", {}, {"remarks": "请补正。"}, "要求补正必须填写补正期限"),
        ("correction", {}, {"due": True}, "必须写明需要补正的内容"),
        ("correction", {}, {"due": True, "remarks": "  "}, "必须写明需要补正的内容"),
    ],
)
def test_rev_1_the_act_itself_refuses_an_outcome_without_its_grounds(outcome, findings, more, sentence):
    application = factories.received()
    more = more | ({"due": due()} if "due" in more else {})
    with pytest.raises(Refused, match=sentence):
        screen(
            application.pk,
            actor=factories.staff(),
            outcome=outcome,
            findings=findings,
            compliance_reason="主管部门尚未函复。",
            **more,
        )
    application.refresh_from_db()
    assert application.state == State.RECEIVED and not Screening.objects.exists()


def test_rev_1_not_eligible_takes_its_reason_from_the_unmet_condition():
    application = factories.received()
    made = screen(
        application.pk,
        actor=factories.staff(),
        outcome="not_eligible",
        findings=found("mature", "缺检测报告。"),
    )
    assert made.remarks.startswith("不符合「") and made.remarks.endswith("」：缺检测报告。")


def test_cut_5_remarks_at_places_alone_ask_for_a_correction():
    application = factories.received()
    placed = [Noted("project_name", "请写全称。")]
    made = screen(
        application.pk,
        actor=factories.staff(),
        outcome="correction",
        findings={},
        placed=placed,
        due=due(),
    )
    assert made.remarks == "请按逐处意见补正。"
