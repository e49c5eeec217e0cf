"""The paper desk (MAT-W)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.dossier.changes import changes
from applications.dossier.revision import code_of
from applications.models import Application, PaperReceipt, PaperReminder
from applications.paper.desk.actions import correct_receipt, register_paper
from face.fields import today
from face.wording import chinese_date
from journal import clock
from journal.clock import BEIJING
from journal.workflow import Refused
from programme.notice import Sheet
from tests import factories
from tests.applications.paper.steps import corrected

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


def find(client, code):
    return client.get(reverse("paper_desk"), {"code": code})


def register(client, code, **changes):
    today = f"{clock.now().astimezone():%Y-%m-%d}"
    return client.post(
        reverse("paper_register", args=[code]), {"copies": 5, "received_on": today} | changes, follow=True
    )


@pytest.mark.parametrize("typed", ["{code}", " {lower} ", "https://portal.example.org/verify/{code}/"])
def test_mat_w_the_code_finds_the_revision(client, staff, typed):
    code = code_of(factories.received().current_revision)
    answer = find(client, typed.format(code=code, lower=code.lower()))
    assert answer.url == reverse("paper_register", args=[code])
    assert "与现行第 1 版一致" in client.get(answer.url).content.decode()


def test_mat_w_a_number_finds_the_current_revision_and_claims_no_match(client, staff):
    application = factories.received()
    code = code_of(application.current_revision)
    wide = application.number.translate({ord(char): ord(char) + 0xFEE0 for char in application.number})
    for typed in (application.number, application.number.lower(), wide):
        answer = find(client, typed)
        assert answer.url.startswith(reverse("paper_register", args=[code]))
        text = client.get(answer.url).content.decode()
        assert "按编号找到的是现行第 1 版" in text
        assert "与现行第 1 版一致" not in text


@pytest.mark.parametrize("typed", ["胡乱输入", "DT999999-R01-ABCDEF01", "2026-JS-9999"])
def test_mat_w_unknown_code_is_said_plainly(client, staff, typed):
    assert "没有找到" in find(client, typed).content.decode()


def test_mat_w_a_code_of_other_data_is_refused(client, staff):
    code = code_of(factories.received().current_revision)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert "与系统中的版本不一致" in find(client, wrong).content.decode()
    assert client.get(reverse("paper_register", args=[wrong])).status_code == 404


def test_mat_w_what_the_city_has_not_received_is_not_found(client, staff):
    waiting = factories.submitted(to=factories.bureau())
    assert "没有找到" in find(client, code_of(waiting.current_revision)).content.decode()


def test_mat_w_copies_are_registered_and_the_desk_forgets_the_complete(client, staff):
    application = factories.received()
    code = code_of(application.current_revision)
    text = register(client, code, copies=3, note="快递").content.decode()
    assert "还差 2 份" in text
    assert "3 / 5" in text
    text = register(client, code, copies=2).content.decode()
    assert "份数已齐" in text
    assert code not in text
    assert [receipt.copies for receipt in PaperReceipt.objects.all()] == [3, 2]
    assert PaperReceipt.objects.first().by == staff


def test_mat_w_more_than_five_copies_are_asked_about_once_and_nothing_is_lost(client, staff):
    code = code_of(factories.received().current_revision)
    register(client, code)
    again = register(client, code, note="快递送达")
    text = again.content.decode()
    assert "确认另收到 5 份，合计 10 份" in text and "已经登记过的，请不要重复登记" in text
    assert "快递送达" in text and 'href="#id_confirmed_10"' in text
    assert PaperReceipt.objects.count() == 1
    assert "合计 8 份" in register(client, code, copies=3, confirmed_10="on").content.decode()
    assert PaperReceipt.objects.count() == 1
    assert "份数已齐" in register(client, code, confirmed_10="on").content.decode()
    fresh = code_of(factories.received().current_revision)
    text = register(client, fresh, copies=6).content.decode()
    assert "确认收到 6 份" in text and "登记 6 份，超过应交的 5 份" in text and "已登记 0 份" not in text
    assert [receipt.copies for receipt in PaperReceipt.objects.all()] == [5, 5]


def test_mat_w_copies_that_came_in_meanwhile_are_not_counted_twice(staff):
    revision = factories.received().current_revision
    values = {"actor": staff, "received_on": today(), "note": ""}
    register_paper(revision, copies=5, **values)
    with pytest.raises(Refused, match="合计 6 份，超过应交的 5 份"):
        register_paper(revision, copies=1, **values)
    with pytest.raises(Refused):
        register_paper(revision, copies=1, confirmed=7, **values)
    assert register_paper(revision, copies=1, confirmed=6, **values).copies == 1


def test_mat_w_who_was_reminded_today_has_no_button_and_nothing_to_tick_means_no_batch(client, staff):
    first, second = factories.received(), factories.received()
    client.post(reverse("paper_remind"), {"one": first.pk})
    text = client.get(reverse("paper_desk")).content.decode()
    assert "今天已提醒" in text and f'name="one" value="{first.pk}"' not in text
    assert f'name="one" value="{second.pk}"' in text and text.count("提醒勾选的申报单位") == 2
    client.post(reverse("paper_remind"), {"one": second.pk})
    text = client.get(reverse("paper_desk")).content.decode()
    assert 'name="application"' not in text and text.count("提醒勾选的申报单位") == 1


def test_mat_w_paper_of_the_future_is_refused(client, staff):
    code = code_of(factories.received().current_revision)
    ahead = f"{clock.now().astimezone() + timedelta(days=2):%Y-%m-%d}"
    assert "日期不能晚于今天" in register(client, code, received_on=ahead).content.decode()


def test_mat_w_paper_older_than_its_revision_is_refused(client, staff):
    code = code_of(factories.received().current_revision)
    assert "收到日期不能更早" in register(client, code, received_on="2020-01-01").content.decode()
    assert not PaperReceipt.objects.exists()


def test_mat_w_an_older_revision_says_what_changed(client, staff):
    first = corrected(staff)
    text = client.get(reverse("paper_register", args=[code_of(first)])).content.decode()
    assert "这份纸质材料是旧版本" in text
    assert "示例园区光储直柔二期项目" in text
    assert "附件 · 其他证明材料" in text
    assert "不计入现行版本" in register(client, code_of(first)).content.decode()
    assert "0 / 5" in client.get(reverse("paper_desk")).content.decode()


def test_changes_of_equal_revisions_are_none(staff):
    first = factories.received().current_revision
    assert changes(first, first) == []


@pytest.mark.parametrize("who", [factories.applicant, factories.recommender, factories.reviewer])
def test_only_staff_have_the_paper_desk(client, who):
    code = code_of(factories.received().current_revision)
    client.force_login(who())
    assert client.get(reverse("paper_desk")).status_code == 404
    assert client.get(reverse("paper_register", args=[code])).status_code == 404


def test_desk_takes_as_many_queries_for_three_as_for_one(client, staff):
    counts = []
    for extra in (1, 2):
        for _ in range(extra):
            factories.received()
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("paper_desk"))
        counts.append(len(found))
    assert counts[0] == counts[1]


def missing(client, **query):
    """Numbers in the list of missing paper."""
    rows = client.get(reverse("paper_desk"), query).context["rows"]
    return [row["application"].number for row in rows]


def test_mat_w_missing_paper_is_filtered(client, staff):
    park, old = factories.received(Sheet.PARK), factories.received()
    Application.objects.filter(pk=old.pk).update(received_at=clock.now() - timedelta(days=20))
    assert (
        missing(client, sheet=Sheet.PARK) == missing(client, recommender=park.recommender_id) == [park.number]
    )
    assert missing(client, days=19) == [old.number]
    assert missing(client, year=old.cycle.year) == [old.number, park.number]
    assert missing(client, sort="-reminded", days=30) == []


def test_mat_w_one_or_several_are_reminded_and_the_list_says_so(client, staff):
    first, second, third = factories.received(), factories.received(), factories.received()
    url = reverse("paper_remind")
    text = client.post(url, {"one": first.pk, "application": [third.pk]}, follow=True).content.decode()
    assert f"已提醒 1 项申报的单位：{first.number}" in text
    text = client.post(url, {"application": [first.pk, second.pk]}, follow=True).content.decode()
    assert f"已提醒 1 项申报的单位：{second.number}" in text
    assert f"{first.number}：今天已经提醒过" in text
    assert set(PaperReminder.objects.values_list("application", flat=True)) == {first.pk, second.pk}
    assert text.count(f"{chinese_date(clock.now())} {staff}</span>") == 2
    assert "请先勾选" in client.post(url, {}, follow=True).content.decode()


def test_mat_w_nobody_outside_is_reminded_of_what_the_city_has_not(client, staff):
    waiting = factories.submitted(to=factories.bureau())
    client.post(reverse("paper_remind"), {"application": [waiting.pk, "x", ""]})
    assert not PaperReminder.objects.exists()


def test_mat_w_a_mistake_is_corrected_with_a_reason_and_stays_readable(client, staff):
    application = factories.received()
    code = code_of(application.current_revision)
    register(client, code)
    url = reverse("paper_correct", args=[PaperReceipt.objects.get().pk])
    today = f"{clock.now().astimezone():%Y-%m-%d}"
    assert "请写明更正理由" in client.post(url, {"copies": 3, "received_on": today}).content.decode()
    data = {"copies": 3, "received_on": today, "reason": "数错了。"}
    text = client.post(url, data, follow=True).content.decode()
    assert "已更正：数错了。" in text
    assert "<del>5</del>" in text
    assert "3 / 5" in client.get(reverse("paper_desk")).content.decode()
    assert "已经更正过" in client.post(url, data, follow=True).content.decode()


@pytest.mark.parametrize("who", [factories.applicant, factories.recommender, factories.reviewer])
def test_only_staff_remind_and_correct(client, staff, who):
    application = factories.received()
    register(client, code_of(application.current_revision))
    client.force_login(who())
    assert client.post(reverse("paper_remind"), {"one": application.pk}).status_code == 404
    assert client.get(reverse("paper_correct", args=[PaperReceipt.objects.get().pk])).status_code == 404


def test_mat_w_the_act_itself_refuses_copies_and_days_that_cannot_be(staff):
    revision = factories.received().current_revision
    day = clock.now().astimezone(BEIJING).date()
    for copies, received_on, sentence in (
        (0, day, "1 至 20 的整数"),
        (21, day, "1 至 20 的整数"),
        (5, day + timedelta(days=1), "收到日期不能晚于今天"),
        (5, day - timedelta(days=1), "收到日期不能更早"),
    ):
        with pytest.raises(Refused, match=sentence):
            register_paper(
                revision, actor=staff, copies=copies, received_on=received_on, note="", confirmed=21
            )
    receipt = register_paper(revision, actor=staff, copies=5, received_on=day, note="")
    for change, sentence in (
        ({"reason": " "}, "必须写明理由"),
        ({"copies": -1}, "0 至 20 的整数"),
        ({"received_on": day + timedelta(days=1)}, "收到日期不能晚于今天"),
    ):
        values = {"copies": 3, "received_on": day, "reason": "数错了。"} | change
        with pytest.raises(Refused, match=sentence):
            correct_receipt(receipt, actor=staff, **values)
    assert PaperReceipt.objects.get().voided_at is None
