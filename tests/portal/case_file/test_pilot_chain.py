"""Promised → targeted → reported → found, computed anew by code that knows the case file alone."""

import json
import zipfile
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest

from files import store
from journal import clock
from journal.clock import day_of
from pilots.figures.reductions import with_reductions
from pilots.models import Pilot, SubmissionVersion
from pilots.progress.actions import answer_report
from pilots.progress.opening import open_due_reports
from pilots.self_evaluation.actions import submit_self_evaluation
from pilots.states import EvaluationOutcome, Outcome, SubmissionKind
from pilots.trial.actions import begin_trial, correct_trial
from portal.case_file.actions import ask_for_case_file
from portal.case_file.piloting import piloting
from portal.case_file.work import work_on
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)  # a worker builds, whose claim is renewed meanwhile


def lived() -> Pilot:
    """A technology pilot with accepted and returned reports, a self-evaluation and a confirmed audit."""
    now = clock.now()
    with clock.set_to(now - timedelta(days=280)):
        pilot = factories.implementing()
    with clock.set_to(now - timedelta(days=20)):
        open_due_reports()
        reports = pilot.submissions.filter(kind=SubmissionKind.PROGRESS).order_by("period_from")
        for report in reports.select_related("pilot__entry__cycle"):
            factories.report_handed_in(report)
            answer_report(report.pk, Outcome.RETURNED, actor=factories.staff(), remarks="请核对。")
            factories.report_handed_in(report, summary="已核对。")
            answer_report(report.pk, Outcome.APPROVED, actor=factories.staff(), remarks="")
    with clock.set_to(now - timedelta(days=100)):
        begin_trial(
            pilot.pk,
            actor=factories.submitter(pilot),
            day=day_of(clock.now()),
            files=factories.evidence(),
        )
    pilot = Pilot.objects.get(pk=pilot.pk)
    factories.write_self_evaluation(pilot)
    submit_self_evaluation(pilot.pk, actor=factories.submitter(pilot))
    return factories.confirmed_evaluation(Pilot.objects.get(pk=pilot.pk), EvaluationOutcome.EXCELLENT)


def test_the_case_file_alone_gives_every_figure_of_the_chain():
    pilot = lived()
    row = ask_for_case_file(pilot.entry.application.pk, actor=factories.staff())
    work_on(row.pk)
    row.refresh_from_db()
    with store.open(row.archive_id) as file, zipfile.ZipFile(BytesIO(file.read())) as archive:
        body = json.loads(archive.read("pilot.json"))
        names = archive.namelist()
    read = Chain(body)
    assert read.reported and read.found
    assert SubmissionVersion.objects.filter(outcome=Outcome.RETURNED).exists()  # which does not count
    for year in {*read.reported, *read.found}:
        shown = with_reductions(Pilot.objects.filter(pk=pilot.pk), year).get()
        assert shown.promised == read.promised
        assert shown.targeted == read.targeted == 1200
        assert shown.reported == read.reported.get(year)
        assert shown.audited == read.found.get(year)
    handed_in = [name for name in names if name.startswith("pilot/")]
    assert any(name.endswith("试运行证明材料-调试记录.pdf") for name in handed_in)


def test_the_chapter_tells_since_when_the_pilot_is_in_trial_operation_and_every_correction():
    pilot = factories.in_trial()
    with clock.set_to(clock.now() + timedelta(days=3)):
        correct_trial(
            pilot.pk,
            actor=factories.staff(),
            day=pilot.trial_from + timedelta(days=2),
            reason="按运行记录更正。",
        )
    told = {block.title: block.rows for block in piloting(Pilot.objects.get(pk=pilot.pk)).blocks}
    assert len(told["试运行起始日期"]) == 2 and "按运行记录更正。" in str(told["试运行起始日期"])
    assert "调试记录.pdf" in str(told["试运行证明材料"])


class Chain:
    """The reduction in tCO2e as a stranger reads it out of ``pilot.json``."""

    def __init__(self, body: dict) -> None:
        sets = {held["version"]: held for held in body["target_sets"]}
        self.promised = self._sum(sets.get(0))
        holding = [s for s in sets.values() if s["version"] and s["in_force_since"] and not s["replaced_at"]]
        self.targeted = self._sum(holding[0]) if holding else None
        self.reported: dict[int, Decimal] = defaultdict(Decimal)
        for value in filter(self._counts, body["reported"]):
            if value["kind"] == "progress" and value["outcome"] == "approved":
                self.reported[value["year"]] += Decimal(value["value"])
        self.found: dict[int, Decimal] = {}
        numbers: dict[int, int] = {}
        for value in filter(self._counts, body["found"]):
            year, number = value["year"], value["evaluation"]
            if value["state"] != "confirmed" or number < numbers.get(year, 0):
                continue
            before = self.found.get(year, Decimal(0)) if number == numbers.get(year) else Decimal(0)
            numbers[year], self.found[year] = number, before + Decimal(value["value"])

    @staticmethod
    def _counts(value: dict) -> bool:
        return value["target"] == "reduction" and value["unit"] == "tCO2e" and value["value"] != ""

    @staticmethod
    def _sum(targets: dict | None) -> Decimal | None:
        rows = [
            Decimal(target["value"])
            for target in (targets or {"targets": []})["targets"]
            if target["kind"] == "reduction" and target["unit"] == "tCO2e"
        ]
        return sum(rows, Decimal(0)) if rows else None
