"""The pages of a withdrawal: each person sees what is theirs to do; a faulty form comes back with what was written."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from journal import clock
from journal.clock import day_of
from pilots.models import Pilot, Withdrawal
from pilots.states import PilotState, WithdrawalState
from programme.notice import Sheet
from tests import factories
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    """Return ``as_(person)``: the browser, signed in as that person."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def test_a_withdrawal_from_notice_to_decision(as_):
    pilot = factories.implementing()
    owner, first, second, third = factories.submitter(pilot), *(factories.staff() for _ in range(3))
    begin = reverse("withdrawal_begin", args=[pilot.pk])
    assert begin in as_(first).get(pilot.get_absolute_url()).text
    assert begin not in as_(owner).get(pilot.get_absolute_url()).text
    sent = {"grounds": "untrue", "reasons": "台账不符。", "working_days": "4"}
    back = as_(first).post(begin, sent).text
    assert "陈述期限不少于 5 个工作日" in back and "台账不符。" in back
    page = as_(first).post(begin, sent | {"working_days": "5"}, follow=True).text
    assert "已告知试点单位和推荐单位" in page
    row = Withdrawal.objects.get()
    statement = reverse("withdrawal_statement", args=[row.pk])
    assert statement in as_(owner).get(row.get_absolute_url()).text
    upload = SimpleUploadedFile("说明.pdf", pdf(1))
    assert (
        "说明.pdf" in as_(owner).post(statement, {"statement": "已更正。", "file": upload}, follow=True).text
    )
    heard = reverse("withdrawal_hearing", args=[row.pk])
    tomorrow = day_of(clock.now()) + timedelta(days=1)
    assert "不能晚于今天" in as_(first).post(heard, {"day": tomorrow, "note": "面谈。"}).text
    propose = reverse("withdrawal_propose", args=[row.pk])
    as_(second).post(propose, {"conclusion": "理由不成立。"})
    assert "理由不成立" not in as_(owner).get(row.get_absolute_url()).text
    assert "正在研究决定" in as_(owner).get(row.get_absolute_url()).text
    decide = reverse("withdrawal_decide", args=[row.pk])
    assert decide not in as_(third).get(row.get_absolute_url()).text  # the period still runs
    with clock.set_to(row.statement_until):
        assert decide not in as_(second).get(row.get_absolute_url()).text
        assert decide in as_(third).get(row.get_absolute_url()).text
        said = as_(third).post(decide, {"seen": "old"}, follow=True).text
        assert "请核对最新内容后再决定" in said
        said = as_(third).post(decide, {"seen": factories.seen_of(row)}, follow=True).text
        assert "公开名单和核验结果已同时更新" in said
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.WITHDRAWN
    assert "理由不成立" in as_(owner).get(row.get_absolute_url()).text


def test_a_late_statement_is_refused_and_not_lost(as_):
    row = factories.withdrawal()
    with clock.set_to(row.statement_until):
        sent = {"statement": "写了很久的意见。"}
        page = as_(factories.submitter(row.pilot)).post(reverse("withdrawal_statement", args=[row.pk]), sent)
    assert "陈述期限已于" in page.text and "写了很久的意见。" in page.text


def test_returned_and_dropped_with_a_reason(as_):
    row, third = factories.withdrawal(), factories.staff()
    with clock.set_to(row.statement_until):
        factories.proposed_withdrawal(row)
        address = reverse("withdrawal_return", args=[row.pk])
        assert "请写明退回原因" in as_(third).post(address, {"reason": ""}).text
        as_(third).post(address, {"reason": "请补充。"})
        assert "上次提出的决定被退回" in as_(third).get(row.get_absolute_url()).text
        as_(third).post(reverse("withdrawal_drop", args=[row.pk]), {"reasons": "已查清。"})
    assert Withdrawal.objects.get().state == WithdrawalState.DROPPED


def test_strangers_see_nothing_of_it(as_):
    row = factories.withdrawal()
    for person in (factories.applicant(), factories.recommender(), factories.reviewer()):
        assert as_(person).get(row.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("sheet", [Sheet.LEADER, Sheet.TECHNOLOGY])
def test_the_public_list_says_so_at_once(client, sheet):
    pilot = factories.withdrawn(factories.titled(sheet) if sheet == Sheet.LEADER else None)
    page = client.get(reverse("public_pilots"))
    assert pilot.standing in page.text and '<td data-label="称号">—</td>' in page.text
    assert pilot.entry.name in client.get(reverse("public_pilots"), {"standing": "withdrawn"}).text
    for other in ("titled", "creating", "completed"):
        assert pilot.entry.name not in client.get(reverse("public_pilots"), {"standing": other}).text


def test_what_was_withdrawn_has_no_support_and_stands_in_no_list_of_titles(as_):
    pilot = factories.withdrawn(factories.titled(Sheet.LEADER))
    page = as_(factories.staff()).get(pilot.get_absolute_url()).text
    assert "称号已撤销" in page
    sent = {"kind": "publicity", "granted_on": day_of(clock.now()).isoformat()}
    refused = as_(factories.staff()).post(reverse("support_add", args=[pilot.pk]), sent)
    assert not pilot.entry.support_measures.exists() and refused.status_code == 200
    assert "award_list" not in as_(factories.staff()).get(reverse("pilot_list")).text


def test_when_the_statement_is_in_it_is_the_turn_of_the_city(as_):
    row = factories.withdrawal()
    owner, clerk = factories.submitter(row.pilot), factories.staff()
    told = {person: as_(person).get(row.get_absolute_url()).text for person in (owner, clerk)}
    assert "status-action" in told[owner] and "status-waiting" in told[clerk]
    as_(owner).post(reverse("withdrawal_statement", args=[row.pk]), {"statement": "已更正。"})
    told = {person: as_(person).get(row.get_absolute_url()).text for person in (owner, clerk)}
    assert "status-waiting" in told[owner] and "status-action" in told[clerk]
