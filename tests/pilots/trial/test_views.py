"""The pages of trial operation: recording its start, putting the day right, the panel of the pilot."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from journal import clock
from journal.clock import day_of
from pilots.models import Pilot
from pilots.states import PilotState
from tests import factories
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db


def upload(name: str = "调试记录.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(1) if content is None else content, "application/pdf")


def form_of(day, *files) -> dict:
    return {"day": day.isoformat(), "note": "已调试。", "files": list(files)}


def today():
    return day_of(clock.now())


def test_the_organisation_records_its_trial_and_reads_from_when_on_it_evaluates_itself(client):
    pilot = factories.implementing()
    client.force_login(factories.submitter(pilot))
    page = client.get(pilot.get_absolute_url()).content.decode()
    assert "登记试运行" in page
    answer = client.post(reverse("trial_begin", args=[pilot.pk]), form_of(today(), upload()), follow=True)
    page = answer.content.decode()
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.TRIAL
    assert "自评报告最早可于" in page and "已调试。" in page and "调试记录.pdf" in page


def test_a_day_ahead_is_said_at_its_field_and_what_was_written_stays(client):
    pilot = factories.implementing()
    client.force_login(factories.submitter(pilot))
    answer = client.post(
        reverse("trial_begin", args=[pilot.pk]), form_of(today() + timedelta(days=1), upload())
    )
    assert "不能晚于今天" in answer.context["form"].errors["day"][0]
    assert "请重新选择" in answer.context["form"].errors["files"][0]
    assert "已调试。" in answer.content.decode()


def test_a_file_that_is_none_is_refused_by_name(client):
    pilot = factories.implementing()
    client.force_login(factories.submitter(pilot))
    answer = client.post(
        reverse("trial_begin", args=[pilot.pk]), form_of(today(), upload("坏.pdf", b"no pdf"))
    )
    assert "坏.pdf" in answer.context["form"].errors["files"][0]
    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.IMPLEMENTING


def test_who_may_not_begin_is_sent_back_with_a_sentence(client):
    pilot = factories.in_trial()
    client.force_login(factories.submitter(pilot))
    page = client.get(reverse("trial_begin", args=[pilot.pk]), follow=True).content.decode()
    assert "您现在不能登记试运行" in page


def test_the_city_corrects_the_day_on_its_page(client):
    pilot = factories.self_evaluation_possible()
    client.force_login(factories.staff())
    assert "更正试运行起始日期" in client.get(pilot.get_absolute_url()).content.decode()
    address = reverse("trial_correct", args=[pilot.pk])
    assert client.get(address).status_code == 200
    same = client.post(address, {"day": pilot.trial_from.isoformat(), "reason": "更正。"})
    assert "不需要更正" in same.context["form"].errors["__all__"][0]
    client.post(address, {"day": today().isoformat(), "reason": "更正。"})
    assert Pilot.objects.get(pk=pilot.pk).trial_from == today()


def test_the_evidence_is_for_those_who_see_the_pilot(client):
    pilot = factories.in_trial()
    address = reverse("trial_file", args=[pilot.trial_evidence.get().pk])
    for user, status in (
        (factories.submitter(pilot), 200),
        (factories.staff(), 200),
        (factories.applicant(), 404),
    ):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == status
        b"".join(answer)
