"""The paper desk (MAT-W)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.dossier import changes, code_of
from applications.models import PaperReceipt
from journal import clock
from pilots.cutoff import correction_due
from reviews.actions import screen
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


def find(client, code):
    return client.get(reverse("paper_desk"), {"code": code})


def corrected(staff):
    """The first revision of an application that has a second one."""
    application = factories.received()
    first = application.current_revision
    screen(
        application.pk,
        actor=staff,
        outcome="correction",
        findings={},
        remarks="示例补正。",
        due=correction_due(clock.now(), 10),
    )
    answers = application.answers | {"project_name": "示例园区光储直柔二期项目"}
    actions.save_draft(application.pk, actor=application.created_by, answers=answers)
    application.attachments.filter(material="other").delete()
    actions.resubmit(application.pk, actor=application.created_by)
    return first


def register(client, code, **changes):
    today = f"{clock.now().astimezone():%Y-%m-%d}"
    return client.post(
        reverse("paper_register", args=[code]), {"copies": 5, "received_on": today} | changes, follow=True
    )


@pytest.mark.parametrize("typed", ["{code}", " {lower} "])
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
