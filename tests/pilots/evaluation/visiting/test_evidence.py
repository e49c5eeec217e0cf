"""Photos and minutes of the site check: attached while an evaluation is written, read once it is confirmed (A1 §三.3)."""

import io
from functools import cache

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from files import store
from journal.models import Record
from journal.workflow import Refused
from pilots.evaluation.deciding.confirming import confirm_outcome
from pilots.evaluation.deciding.proposing import mark_of, propose_outcome, return_outcome
from pilots.evaluation.saving import save_evaluation
from pilots.evaluation.visiting.evidence import attach_evidence, detach_evidence
from pilots.models import Evaluation, Pilot
from pilots.states import EvaluationOutcome
from portal.case_file.piloting import piloting, stored_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    return factories.staff()


@pytest.fixture
def evaluation():
    return factories.running_evaluation(factories.under_audit())


@cache
def pdf_bytes() -> bytes:
    out = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(out)
    return out.getvalue()


def pdf_file(name: str = "核查纪要.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf_bytes(), "application/pdf")


def proposed(evaluation: Evaluation, official) -> Evaluation:
    content = factories.evaluation_content(evaluation, EvaluationOutcome.EXCELLENT)
    save_evaluation(evaluation.pk, content, actor=official)
    propose_outcome(evaluation.pk, actor=official)
    return Evaluation.objects.get(pk=evaluation.pk)


def test_the_organisation_reads_the_evidence_once_the_outcome_is_confirmed(client, evaluation, official):
    owner, page = factories.submitter(evaluation.pilot), evaluation.get_absolute_url()
    client.force_login(official)
    client.post(reverse("evaluation_attach", args=[evaluation.pk]), {"files": [pdf_file()]})
    kept = evaluation.attached.get()
    url = reverse("evaluation_evidence", args=[kept.pk])
    assert kept.name in client.get(page).content.decode()
    client.force_login(owner)
    assert client.get(url).status_code == 404
    evaluation = proposed(evaluation, official)
    assert client.get(url).status_code == 404
    confirm_outcome(evaluation.pk, actor=factories.staff(), seen=mark_of(evaluation))
    text = client.get(page).content.decode()
    assert "核查证据" in text and url in text and "上传</button>" not in text
    assert client.get(url).getvalue().startswith(b"%PDF")
    stranger = factories.applicant()
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_what_is_proposed_keeps_its_evidence_until_it_is_returned(evaluation, official):
    attach_evidence(evaluation.pk, factories.evidence(), actor=official)
    evaluation, kept = proposed(evaluation, official), evaluation.attached.get()
    with pytest.raises(Refused, match="不能填写"):
        attach_evidence(evaluation.pk, factories.evidence(), actor=official)
    with pytest.raises(Refused, match="不能填写"):
        detach_evidence(kept.pk, actor=official)
    return_outcome(evaluation.pk, actor=factories.staff(), reason="请补充照片。")
    detach_evidence(kept.pk, actor=official)
    assert not evaluation.attached.exists()
    with pytest.raises(Refused, match="已被删除"):
        detach_evidence(kept.pk, actor=official)


def test_who_confirms_has_seen_the_evidence(evaluation, official):
    before = mark_of(evaluation)
    attach_evidence(evaluation.pk, factories.evidence(), actor=official)
    assert mark_of(evaluation) != before


def test_the_same_file_twice_and_a_file_that_cannot_be_opened_are_refused_in_a_sentence(
    client, evaluation, official
):
    client.force_login(official)
    url = reverse("evaluation_attach", args=[evaluation.pk])
    client.post(url, {"files": [pdf_file()]})
    assert "这个文件已经上传过" in client.post(url, {"files": [pdf_file()]}).content.decode()
    assert "核查照片.png" in client.post(url, {"files": [pdf_file("核查照片.png")]}).content.decode()
    assert "请先选择文件" in client.post(url, {}).content.decode()
    assert evaluation.attached.count() == 1


def test_only_who_follows_pilots_attaches_and_the_journal_names_the_file_in_the_timeline_of_the_city(
    evaluation, official
):
    for person in (factories.submitter(evaluation.pilot), factories.reviewer()):
        with pytest.raises(Refused):
            attach_evidence(evaluation.pk, factories.evidence(), actor=person)
    attach_evidence(evaluation.pk, factories.evidence(), actor=official)
    record = Record.objects.get(verb="attach_evidence")
    kept = evaluation.attached.get()
    assert record.summary == kept.name and record.facts["files"] == [kept.file_id]
    assert (record.object_id, record.audience) == (evaluation.pilot_id, "city")


def test_the_case_file_holds_the_evidence(evaluation, official):
    attach_evidence(evaluation.pk, factories.evidence(), actor=official)
    pilot, kept = Pilot.objects.get(pk=evaluation.pilot_id), evaluation.attached.get()
    files = [(name, sha256) for _, name, sha256 in stored_of(pilot)]
    assert (f"审核评估1-核查证据-{kept.name}", kept.file_id) in files
    assert any(kept.name in str(block.rows) for block in piloting(pilot).blocks if block.title == "核查证据")


def test_the_page_takes_as_many_queries_with_three_files_as_with_one(client, evaluation, official):
    client.force_login(official)
    attach_evidence(evaluation.pk, factories.evidence(), actor=official)
    one = queries_of(client, evaluation)
    for number in (1, 2):
        stored = store.put(ContentFile(factories.PDF + b"%" * number), "application/pdf")
        evaluation.attached.create(file=stored, name="照片.pdf", by=official, at=evaluation.opened_at)
    assert queries_of(client, evaluation) == one


def queries_of(client, evaluation) -> int:
    client.get(evaluation.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(evaluation.get_absolute_url())
    return len(asked)
