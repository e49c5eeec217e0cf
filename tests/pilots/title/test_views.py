"""The page of a title: what it rests on, who may do what, and why not (AWD-1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from journal import clock
from journal.clock import day_of
from pilots.models import EvaluationCondition, Pilot, TitleProposal
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def test_one_proposes_and_another_grants(client):
    pilot, first, second = factories.excellent(), factories.staff(), factories.staff()
    address = reverse("pilot_title", args=[pilot.pk])
    client.force_login(first)
    assert address in client.get(pilot.get_absolute_url()).text
    assert "等待另一位工作人员确认" in client.post(address, {"remarks": "指标先进。"}, follow=True).text
    proposal = TitleProposal.objects.get()
    grant = reverse("title_grant", args=[proposal.pk])
    assert grant not in client.get(address).text
    client.force_login(second)
    page = client.get(address).text
    assert grant in page and "指标先进。" in page and f'value="{proposal.mark}"' in page
    assert "请核对最新内容" in client.post(grant, {"seen": "old"}, follow=True).text
    assert "已授予称号" in client.post(grant, {"seen": proposal.mark}, follow=True).text
    assert Pilot.objects.get(pk=pilot.pk).carries_title
    assert "称号已授予" in client.get(address).text


def test_a_title_is_returned_with_a_reason(client):
    pilot = factories.excellent()
    client.force_login(factories.staff())
    client.post(reverse("pilot_title", args=[pilot.pk]), {})
    back = reverse("title_return", args=[TitleProposal.objects.get().pk])
    client.force_login(factories.staff())
    assert "请写明退回原因" in client.post(back, {"reason": ""}).text
    assert "请补充依据。" in client.post(back, {"reason": "请补充依据。"}, follow=True).text


def test_why_it_cannot_be_granted_is_said_before_anybody_tries(client):
    pilot = factories.excellent()
    due = day_of(clock.now()) - timedelta(days=1)
    evaluation = pilot.evaluations.confirmed().get()
    EvaluationCondition.objects.create(evaluation=evaluation, text="补齐计量器具", due_on=due)
    client.force_login(factories.staff())
    address = reverse("pilot_title", args=[pilot.pk])
    page = client.get(address).text
    assert "现在不能授予称号" in page and "补齐计量器具" in page and "提出授予</button>" not in page
    assert "尚未确认完成" in client.post(address, {"remarks": "写好的说明"}).text


def test_the_organisation_hears_that_its_title_is_prepared_and_no_names(client):
    pilot = factories.excellent()
    client.force_login(factories.submitter(pilot))
    assert "正在办理授予称号" in client.get(pilot.get_absolute_url()).text
    assert client.get(reverse("pilot_title", args=[pilot.pk])).status_code in (302, 403)


def test_a_leader_has_its_title_already(client):
    pilot = factories.titled(Sheet.LEADER)
    client.force_login(factories.staff())
    assert "称号已授予" in client.get(reverse("pilot_title", args=[pilot.pk])).text
