"""Screening in the browser's eyes (REV-1, CUT-5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.filling import saving
from applications.models import Application
from applications.states import State
from applications.submitting import actions
from face.wording import cutoff_text
from journal import clock
from journal.clock import BEIJING
from journal.models import Message
from journal.workflow import Refused
from programme.cutoff import correction_due
from programme.cycles.actions import edit_cycle
from programme.notice import Sheet, form_of
from programme.workdays import working_days_after
from reviews.models import Screening
from reviews.results.workdays import correct_day
from reviews.screening.actions import screen
from tests import factories
from tests.sheets.word_text import word_text

pytestmark = pytest.mark.django_db


def day(days):
    return f"{(clock.now() + timedelta(days=days)).astimezone(BEIJING):%Y-%m-%d}"


def sheet(application, outcome, **changes):
    met = {f"{c.key}_met": "yes" for c in form_of(application.sheet).conditions}
    return met | {"outcome": outcome, "due_day": day(10), "compliance_reason": "主管部门尚未函复。"} | changes


def post(client, application, outcome, **changes):
    return client.post(
        reverse("screening", args=[application.pk]), sheet(application, outcome, **changes), follow=True
    )


def test_rev_1_accept_needs_every_condition(client, staff):
    application = factories.received()
    text = post(client, application, "accepted", mature_met="no").content.decode()
    assert "有不符合的条件" in text
    assert 'href="#id_mature_met"' in text
    assert "逐项确认符合后才能通过" in post(client, application, "accepted", mature_met="").content.decode()
    assert Screening.objects.count() == 0
    post(client, application, "accepted", mature_remark="有检测报告。")
    application.refresh_from_db()
    assert application.state == State.ACCEPTED
    assert Screening.objects.get().findings["mature"] == {"met": True, "remark": "有检测报告。"}


def test_cut_5_correction_has_remarks_and_a_deadline(client, staff):
    application = factories.received()
    shown = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert f'value="{day(10)}"' in shown
    assert "请写明需要补正的内容" in post(client, application, "correction").content.decode()
    text = post(client, application, "correction", remarks="请补充。", due_day=day(-1)).content.decode()
    assert "补正期限最早为明天" in text
    text = post(client, application, "correction", remarks="请补充。", due_day=day(0)).content.decode()
    assert "补正期限最早为明天" in text
    post(client, application, "correction", remarks="请补充核算说明。", due_day=day(5), mature_met="")
    application.refresh_from_db()
    assert application.state == State.CORRECTION
    assert application.correction_due == correction_due(clock.now(), 5)


def test_rev_1_not_eligible_contradicts_conditions_that_are_all_met(client, staff):
    application = factories.received()
    text = post(client, application, "not_eligible", remarks="产能过剩。").content.decode()
    assert "各项条件都选了“符合”" in text and not Screening.objects.exists()
    post(client, application, "not_eligible", remarks="产能过剩。", mature_met="")
    application.refresh_from_db()
    assert application.state == State.NOT_ELIGIBLE


def test_cut_5_a_deadline_offered_in_working_days_follows_the_corrected_days_of_the_cycle(client, staff):
    application = factories.received()
    cycle = application.cycle
    edit_cycle(cycle.pk, actor=staff, correction_day_kind=cycle.DayKind.WORKING)
    cycle.refresh_from_db()
    last = cycle.correction_due(clock.now()).astimezone(BEIJING).date() - timedelta(days=1)
    assert f'value="{last}"' in client.get(reverse("screening", args=[application.pk])).text
    correct_day(cycle.pk, actor=staff, day=last, working=False, note="示例通知。")
    shown = client.get(reverse("screening", args=[application.pk])).text
    assert f'value="{working_days_after(last, 1)}"' in shown and f'value="{last}"' not in shown


def test_cut_5_a_correction_ends_within_ninety_days(client, staff):
    application = factories.received()
    for far in (day(91), "2029-01-01"):
        text = post(client, application, "correction", remarks="请补正。", due_day=far).content.decode()
        assert "补正期限最长 90 天，最晚为" in text and "请检查年份" in text
    values = {"actor": staff, "outcome": "correction", "findings": {}, "remarks": "请补正。"}
    with pytest.raises(Refused, match="最长 90 天"):
        screen(application.pk, due=correction_due(clock.now(), 91), **values)
    assert not Screening.objects.exists()
    text = post(client, application, "correction", remarks="请补正。", due_day=day(90)).content.decode()
    assert "比本年度通常的 10 天长" in text
    application.refresh_from_db()
    assert application.correction_due == correction_due(clock.now(), 90)


def test_cut_5_the_message_names_the_deadline_as_the_page_does(client, staff):
    application = factories.received()
    post(client, application, "correction", remarks="请补正。", due_day="")
    post(client, application, "correction", remarks="请补正。", due_day=day(5))
    body = Message.objects.filter(subject__startswith="形式审查").latest("pk").body
    assert f"{cutoff_text(correction_due(clock.now(), 5))} 之前补正" in body
    assert " 24:00" in body and "00:00" not in body


def test_rev_1_only_remarks_of_unmet_conditions_reach_the_applicant(client, staff):
    application = factories.received()
    shown = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "不符合的，申报单位会看到" in shown
    post(
        client, application, "correction", remarks="请补正。", mature_met="no", mature_remark="缺检测报告。",
        reduction_remark="内部：已电话核实。",
    )  # fmt: skip
    applicant = application.created_by
    client.force_login(applicant)
    text = client.get(application.get_absolute_url()).content.decode()
    letter = word_text(
        client.get(reverse("screening_letter", args=[Screening.objects.get().pk, "word"])).content
    )
    told = "".join(Message.objects.filter(recipient_id=applicant.pk).values_list("body", flat=True))
    for seen in (text, letter):
        assert "缺检测报告。" in seen
    assert "内部：已电话核实" not in text + letter + told


def test_what_was_typed_stays_to_be_copied_when_the_sheet_is_concluded_meanwhile(client, staff):
    application = factories.received()
    post(client, application, "accepted")
    text = post(
        client, application, "not_eligible", remarks="我写的长意见。", mature_met="no"
    ).content.decode()
    assert "您刚才填写的内容没有提交" in text
    assert "我写的长意见。" in text and "不符合申报条件" in text
    assert Screening.objects.count() == 1


def test_the_box_of_differences_says_whose_window_it_was(client, staff):
    application = factories.received()
    url = reverse("screening", args=[application.pk])
    sent = {"keep": "1", "seen": "0", "revision": str(application.current_revision_id)}
    client.post(url, sent | {"remarks": "第一次。"})
    text = client.post(url, sent | {"remarks": "第二次。"}).content.decode()
    assert "您在另一个窗口保存的内容与这里填写的不同" in text and "另一人" not in text
    client.force_login(factories.staff())
    text = client.post(url, sent | {"remarks": "第三次。"}).content.decode()
    assert "另一人保存的内容与这里填写的不同" in text and "另一个窗口" not in text


def test_rev_1_the_act_itself_asks_for_a_reason_where_the_record_is_not_whole(staff):
    application = factories.received()
    with pytest.raises(Refused, match="近三年记录尚未查全"):
        screen(application.pk, actor=staff, outcome="accepted", findings={})
    assert not Screening.objects.exists()


def test_rev_1_not_eligible_needs_a_failed_condition_or_a_reason(client, staff):
    application = factories.received()
    text = post(client, application, "not_eligible", mature_met="").content.decode()
    assert "请指出不符合的条件" in text
    post(client, application, "not_eligible", inside_city_met="no", inside_city_remark="项目在外地。")
    assert Screening.objects.get().remarks.endswith("」：项目在外地。")
    application.refresh_from_db()
    assert application.state == State.NOT_ELIGIBLE


def test_a_second_revision_shows_earlier_screening_and_changes(client, staff):
    application = factories.received()
    post(client, application, "correction", remarks="请改项目名称。")
    answers = application.answers | {"project_name": "示例二期项目"}
    saving.save_draft(application.pk, actor=application.created_by, answers=answers)
    actions.resubmit(application.pk, actor=application.created_by)
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "与上一版本的差异" in text
    assert "示例二期项目" in text
    assert "请改项目名称。" in text
    post(client, Application.objects.get(pk=application.pk), "accepted")
    assert Screening.objects.count() == 2


def test_what_was_screened_cannot_be_screened_again(client, staff):
    application = factories.accepted()
    shown = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert "提交审查结论" not in shown
    assert "不能再办理「通过形式审查」" in post(client, application, "accepted").content.decode()


def test_the_recommendation_stands_beside_the_conditions(client, staff):
    application = factories.received(Sheet.PARK)
    text = client.get(reverse("screening", args=[application.pk])).content.decode()
    assert factories.OPINION["recommender_opinion"] in text
    assert "登记纸质材料" in text


@pytest.mark.parametrize("who", [factories.applicant, factories.recommender, factories.reviewer])
def test_only_staff_screen(client, who):
    application = factories.received()
    client.force_login(who())
    assert client.get(reverse("screening", args=[application.pk])).status_code == 404
    assert client.post(reverse("screening", args=[application.pk])).status_code == 404
