"""Whole lives of pilots played at random against a small reference of the rules (programme §3, AWD-1).

A technology, a zone and a leader at once; every act comes at any time, by the right persons and by wrong ones.
"""

from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as play

from journal import clock
from journal.chain import broken_chain
from journal.clock import BEIJING, day_of
from journal.models import Record
from journal.workflow import Refused
from pilots import invariants
from pilots.change import actions as changes
from pilots.change.layout import layout_of as change_layout
from pilots.evaluation.deciding.confirming import confirm_outcome
from pilots.evaluation.deciding.proposing import mark_of, propose_outcome, return_outcome
from pilots.evaluation.saving import save_evaluation
from pilots.evaluation.tracking.actions import open_due_trackings, open_tracking
from pilots.models import Evaluation, Pilot, Target, TargetSet, TitleProposal, Withdrawal
from pilots.plan import actions as plans
from pilots.progress import actions as reports
from pilots.progress.layout import layout_of as report_layout
from pilots.progress.opening import open_due_reports
from pilots.repair import actions as repairs
from pilots.self_evaluation import actions as self_evaluations
from pilots.states import (
    EvaluationState,
    Outcome,
    SubmissionKind,
    TargetKind,
    WithdrawalState,
)
from pilots.title import actions as titles
from pilots.trial import actions as trials
from pilots.withdrawal import actions as withdrawing
from pilots.withdrawal.deciding import decide_withdrawal
from pilots.writing.saving import save_submission
from programme.notice import Sheet
from tests import factories
from tests.pilots import lives_reference as rules

SHEETS = {"technology": Sheet.TECHNOLOGY, "zone": Sheet.PARK, "leader": Sheet.LEADER}
OPEN_STATES = ("open", "returned")
CHANGE_STATE = {"handed_in": "waiting"}
NoSuchVerb = KeyError
FOUND = ("excellent", "good_enough", "keeps", "repair", "failed")


def pilots(*states: str) -> st.SearchStrategy:
    """One of the pilots, mostly one in which the act has a chance; at the others it must be refused."""
    return st.runner().flatmap(
        lambda lives: st.sampled_from([p for p in lives.all if p["state"] in states] * 4 + lives.all)
    )


class Lives(RuleBasedStateMachine):
    """The portal and the reference side by side."""

    scene: ClassVar[dict] = {}  # what each run begins with, made once and rolled back to

    def people(self):
        """The pilots and everybody who acts, once for all runs."""
        self.now, self.notes, self.audited, self.kept = datetime(2026, 9, 1, 10, tzinfo=BEIJING), 0, None, {}
        with clock.set_to(self.now):
            self.staff = [factories.staff() for _ in range(3)]
            self.wrong = [factories.applicant(), factories.reviewer(), factories.recommender()]
            made = {kind: factories.planning(sheet) for kind, sheet in SHEETS.items()}
        self.all = [rules.begin(pilot.pk, kind, self.now) for kind, pilot in made.items()]
        self.owners = {pilot.pk: factories.submitter(pilot) for pilot in made.values()}

    @initialize()
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        vars(self).update(deepcopy(self.scene))

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def same(self, expected, act):
        """Do it in the portal; it must be refused exactly when the reference refuses, and then nothing changes.

        A life that has no such step has no such verb: then its pages answer 404.
        """
        before, done, why = Record.objects.count(), False, ""
        try:
            with clock.set_to(self.now), transaction.atomic():
                act()
                done = True
        except (Refused, NoSuchVerb) as refusal:
            why = str(refusal)
            assert Record.objects.count() == before
            assert isinstance(refusal, NoSuchVerb) or why.endswith("。")
        assert done == bool(expected), why

    def pilot(self, p):
        return Pilot.objects.select_related("entry__cycle", "entry__application").get(pk=p["pk"])

    def submission(self, p, kind):
        return self.pilot(p).submissions.filter(kind=kind).order_by("number").last()

    def note(self):
        """Another text each time: what was returned must change before it is handed in again."""
        self.notes += 1
        return f"第 {self.notes} 次说明。"

    # Plan, reports, changes

    @rule(p=pilots("planning"))
    def submit_plan(self, p):
        expected = rules.submit_plan(p, self.now)
        with clock.set_to(self.now):
            if expected:
                factories.write_plan(self.pilot(p))
        self.same(expected, partial(plans.submit_plan, p["pk"], actor=self.owners[p["pk"]], note=self.note()))

    @rule(p=pilots("plan_submitted"), approved=st.sampled_from([True, True, False]))
    def review_plan(self, p, approved):
        expected = rules.review_plan(p, self.now, approved)
        said = {"actor": self.staff[0], "approved": approved, "remarks": "示例意见。"}
        self.same(expected, partial(plans.review_plan, p["pk"], **said))

    @rule()
    def sweep(self):
        """What the portal does by itself: reports are opened, tracking evaluations begin."""
        for p in self.all:
            rules.open_reports(p, self.now)
            rules.track(p, self.now)
        with clock.set_to(self.now):
            open_due_reports()
            open_due_trackings()

    @rule(p=pilots("implementing", "trial", "titled"), number=st.integers(0, 2))
    def hand_in_report(self, p, number):
        report = self.report(p, number)
        if report is None:
            return
        expected = rules.report(p, number, OPEN_STATES, "handed_in")
        owner = self.owners[p["pk"]]
        with clock.set_to(self.now):
            if expected:
                content = factories.report_content(report)
                save_submission(report.pk, content, actor=owner, layout_of=report_layout)
        self.same(expected, partial(reports.hand_in_report, report.pk, actor=owner, note=self.note()))

    @rule(p=pilots("implementing", "trial", "titled"), number=st.integers(0, 2), good=st.booleans())
    def answer_report(self, p, number, good):
        report = self.report(p, number)
        if report is None:
            return
        expected = rules.report(p, number, ("handed_in",), "accepted" if good else "returned")
        outcome = Outcome.APPROVED if good else Outcome.RETURNED
        self.same(
            expected,
            partial(reports.answer_report, report.pk, outcome, actor=self.staff[1], remarks="示例意见。"),
        )

    def report(self, p, number):
        rows = (
            self.pilot(p)
            .submissions.filter(kind=SubmissionKind.PROGRESS)
            .select_related("pilot__entry__cycle")
        )
        return rows.order_by("period_from")[number : number + 1].first()

    @rule(p=pilots("implementing", "trial", "titled"))
    def begin_change(self, p):
        self.same(rules.begin_change(p), partial(changes.begin_change, p["pk"], actor=self.owners[p["pk"]]))

    @rule(p=pilots("implementing", "trial", "titled"), weighty=st.booleans())
    def submit_change(self, p, weighty):
        change, owner = self.submission(p, SubmissionKind.CHANGE), self.owners[p["pk"]]
        if change is None:
            return
        value = p["value"]
        value = (
            (value // 2 if value > 2000 else value * 2)
            if weighty
            else value + (value < 2000 or -1) * value // 20
        )
        expected = rules.submit_change(p, value, weighty=weighty)
        with clock.set_to(self.now):
            if expected:
                said = {"what": "调整。", "why": "推迟。", "effect": "不影响。", "target_1_why": self.note()}
                content = said | {"target_1_value": str(value)}
                save_submission(change.pk, content, actor=owner, layout_of=change_layout)
        self.same(expected, partial(changes.submit_change, change.pk, actor=owner, note_to_city=self.note()))

    @rule(
        p=pilots("implementing", "trial", "titled"),
        outcome=st.sampled_from(["approved", "returned", "refused"]),
    )
    def answer_change(self, p, outcome):
        if change := self.submission(p, SubmissionKind.CHANGE):
            expected = rules.answer_change(p, outcome)
            said = {"actor": self.staff[0], "remarks": "示例意见。"}
            self.same(expected, partial(changes.answer_change, change.pk, Outcome(outcome), **said))

    @rule(p=pilots("implementing", "trial", "titled"))
    def drop_change(self, p):
        if change := self.submission(p, SubmissionKind.CHANGE):
            self.same(
                rules.drop_change(p), partial(changes.drop_change, change.pk, actor=self.owners[p["pk"]])
            )

    # Trial operation, self-evaluation, repair

    @rule(p=pilots("implementing"))
    def begin_trial(self, p):
        expected = rules.begin_trial(p, self.now)
        said = {"actor": self.owners[p["pk"]], "day": day_of(self.now), "files": factories.evidence()}
        self.same(expected, partial(trials.begin_trial, p["pk"], **said))

    @rule(p=pilots("trial"), days=st.integers(-40, 3))
    def correct_trial(self, p, days):
        new = day_of(self.now) + timedelta(days=days)
        expected = rules.correct_trial(p, self.now, new)
        act = partial(trials.correct_trial, p["pk"], actor=self.staff[0], day=new, reason="示例理由。")
        self.same(expected, act)

    @rule(p=pilots("trial"))
    def self_evaluate(self, p):
        waits = p["state"] == "trial" and p["change"] != "waiting"
        with clock.set_to(self.now):
            if p["state"] == "trial":
                factories.write_self_evaluation(self.pilot(p))
        expected = rules.self_evaluate(p, self.now)
        owner = self.owners[p["pk"]]
        act = partial(self_evaluations.submit_self_evaluation, p["pk"], actor=owner, note=self.note())
        assert waits or not expected
        self.same(expected, act)

    @rule(p=pilots("self_evaluated"))
    def return_self_evaluation(self, p):
        act = partial(
            self_evaluations.return_self_evaluation, p["pk"], actor=self.staff[0], remarks="示例意见。"
        )
        self.same(rules.return_self_evaluation(p), act)

    @rule(p=pilots("repair"))
    def submit_repair(self, p):
        with clock.set_to(self.now):
            if p["state"] == "repair":
                factories.write_repair(self.pilot(p))
        act = partial(repairs.submit_repair, p["pk"], actor=self.owners[p["pk"]], note=self.note())
        self.same(rules.submit_repair(p, self.now), act)

    @rule(p=pilots("repaired"))
    def return_repair(self, p):
        act = partial(repairs.return_repair, p["pk"], actor=self.staff[1], remarks="示例意见。")
        self.same(rules.return_repair(p), act)

    # Evaluations and titles take two persons

    @rule(p=pilots("implementing", "titled"))
    def open_tracking(self, p):
        act = partial(open_tracking, p["pk"], actor=self.staff[0], reason="示例原因。")
        self.same(rules.open_tracking(p, self.now), act)

    @rule(
        p=pilots("self_evaluated", "repaired", "implementing", "titled"),
        outcome=st.sampled_from(FOUND),
        by=st.integers(0, 1),
        confirmed=st.booleans(),
    )
    def propose_outcome(self, p, outcome, by, confirmed):
        evaluation = self.evaluation(p)
        if evaluation is None:
            return
        written = evaluation.state == EvaluationState.OPEN and outcome in rules.outcomes(p, self.now)
        with clock.set_to(self.now):
            if written:
                content = factories.evaluation_content(evaluation, outcome)
                save_evaluation(evaluation.pk, content, actor=self.staff[by])
        expected = rules.propose_outcome(p, self.now, outcome, by)
        self.same(expected, partial(propose_outcome, evaluation.pk, actor=self.staff[by]))
        if confirmed:
            self.confirm_outcome(p, by=2, stale=False)

    def evaluation(self, p):
        rows = Evaluation.objects.filter(pilot=p["pk"]).select_related("pilot__entry__cycle")
        return rows.order_by("number").last()

    @rule(
        p=pilots("self_evaluated", "repaired", "implementing", "titled"),
        by=st.integers(0, 2),
        stale=st.booleans(),
    )
    def confirm_outcome(self, p, by, stale):
        if evaluation := self.evaluation(p):
            seen = "x" if stale else mark_of(evaluation)
            expected = not stale and rules.confirm_outcome(p, self.now, by)
            self.same(expected, partial(confirm_outcome, evaluation.pk, actor=self.staff[by], seen=seen))

    @rule(p=pilots("self_evaluated", "repaired", "implementing"))
    def return_outcome(self, p):
        if evaluation := self.evaluation(p):
            act = partial(return_outcome, evaluation.pk, actor=self.staff[2], reason="示例理由。")
            self.same(rules.return_outcome(p), act)

    @rule(p=pilots("excellent"), by=st.integers(0, 1))
    def propose_title(self, p, by):
        act = partial(titles.propose_title, p["pk"], actor=self.staff[by])
        self.same(rules.propose_title(p, self.now, by), act)

    @rule(p=pilots("excellent"), by=st.integers(0, 2), granted=st.booleans())
    def decide_title(self, p, by, granted):
        proposal = TitleProposal.objects.filter(pilot=p["pk"]).order_by("pk").last()
        if proposal is None:
            return
        expected = rules.decide_title(p, self.now, by, granted=granted)
        act = (
            partial(titles.grant_title, proposal.pk, actor=self.staff[by], seen=proposal.mark)
            if granted
            else partial(titles.return_title, proposal.pk, actor=self.staff[by], reason="示例理由。")
        )
        self.same(expected, act)

    # Withdrawal takes a notice, a period and three persons

    @rule(p=pilots("implementing", "trial", "failed", "titled"), by=st.integers(0, 2))
    def intend_withdrawal(self, p, by):
        said = {"actor": self.staff[by], "grounds": "untrue", "reasons": "示例理由。"}
        expected = rules.intend_withdrawal(p, self.now, by)
        self.same(expected, partial(withdrawing.intend_withdrawal, p["pk"], **said))

    def withdrawal(self, p):
        """The newest withdrawal; None where none is, or only a calendar of holidays tells whether its period is over."""
        row = Withdrawal.objects.filter(pilot=p["pk"]).order_by("pk").last()
        return None if row is None or (p["withdrawal"] and rules.over(p, self.now) is None) else row

    @rule(p=pilots("implementing", "trial", "failed", "titled"))
    def state_opinion(self, p):
        if row := self.withdrawal(p):
            act = partial(
                withdrawing.state_opinion, row.pk, actor=self.owners[p["pk"]], statement=self.note()
            )
            self.same(rules.state_opinion(p, self.now), act)

    @rule(
        p=pilots("implementing", "trial", "failed", "titled"), by=st.integers(0, 2), decider=st.integers(0, 2)
    )
    def propose_and_decide_withdrawal(self, p, by, decider):
        if row := self.withdrawal(p):
            act = partial(
                withdrawing.propose_withdrawal, row.pk, actor=self.staff[by], conclusion="示例结论。"
            )
            self.same(rules.propose_withdrawal(p, self.now, by), act)
            seen = factories.seen_of(row)
            expected = rules.decide_withdrawal(p, self.now, decider)
            self.same(expected, partial(decide_withdrawal, row.pk, actor=self.staff[decider], seen=seen))

    @rule(p=pilots("implementing", "trial", "failed", "titled"))
    def drop_withdrawal(self, p):
        row = Withdrawal.objects.filter(pilot=p["pk"]).order_by("pk").last()
        if row:
            act = partial(withdrawing.drop_withdrawal, row.pk, actor=self.staff[2], reasons="示例理由。")
            self.same(rules.drop_withdrawal(p), act)

    # The clock, and who has no business here

    @rule(days=st.sampled_from([0, 1, 4, 26, 92, 200]))
    def time_passes(self, days):
        self.now += timedelta(days=days, hours=1)

    @rule(p=pilots(), who=st.integers(0, 2), which=st.integers(0, 5))
    def somebody_else_tries(self, p, who, which):
        evaluation, stranger = self.evaluation(p), self.wrong[who]
        tried = (
            partial(plans.submit_plan, p["pk"], actor=stranger),
            partial(plans.review_plan, p["pk"], actor=stranger, approved=True, remarks=""),
            partial(titles.propose_title, p["pk"], actor=stranger),
            partial(open_tracking, p["pk"], actor=stranger, reason="示例原因。"),
            partial(propose_outcome, evaluation.pk if evaluation else 0, actor=stranger),
            partial(
                withdrawing.intend_withdrawal, p["pk"], actor=stranger, grounds="untrue", reasons="示例理由。"
            ),
        )[which]
        if evaluation or which != 4:
            self.same(False, tried)

    @invariant()
    def both_agree(self):
        for p in self.all:
            pilot = self.pilot(p)
            assert pilot.state == p["state"]
            dates = (pilot.implementing_from, pilot.implementing_until, pilot.trial_from, pilot.repair_until)
            assert dates == tuple(p[name] for name in ("from", "until", "trial", "repair_until"))
            assert (bool(pilot.titled_at), bool(pilot.ended_at)) == (bool(p["titled"]), bool(p["ended"]))
            self._agree_on_what_runs(p, pilot)
            rows = pilot.submissions.filter(kind=SubmissionKind.PROGRESS).order_by("period_from")
            assert list(rows.values_list("state", flat=True)) == p["reports"]
            assert list(rows.values_list("period_to", flat=True)) == p.get("asked", [])

    def _agree_on_what_runs(self, p, pilot):
        change = pilot.submissions.unfinished().filter(kind=SubmissionKind.CHANGE).first()
        assert (CHANGE_STATE.get(change.state, change.state) if change else None) == p["change"]
        running = Evaluation.objects.running().filter(pilot=pilot).first()
        expected = p["evaluation"] and (p["evaluation"]["kind"], p["evaluation"]["outcome"] or "")
        assert (running and (running.kind, running.outcome)) == expected
        withdrawal = pilot.withdrawals.filter(
            state__in=[WithdrawalState.INTENDED, WithdrawalState.PROPOSED]
        ).first()
        assert bool(withdrawal) == bool(p["withdrawal"])
        assert pilot.title_proposals.filter(state="proposed").exists() == (p["proposal"] is not None)

    @invariant()
    def what_is_aimed_at_is_what_was_approved_last_and_older_sets_stay(self):
        for p in self.all:
            held = TargetSet.objects.filter(pilot=p["pk"], in_force_since__isnull=False)
            if p["sets"] == 0:
                continue
            newest = held.order_by("in_force_since", "pk").last()
            aimed = newest.targets.get(kind=TargetKind.REDUCTION, key=1)
            assert aimed.value == p["value"]
            rows = Target.objects.filter(set__pilot=p["pk"], set__in_force_since__isnull=False)
            for pk, value, due in rows.values_list("pk", "value", "due_on"):
                assert self.kept.setdefault(pk, (value, due)) == (value, due)

    @invariant()
    def audit_finds_nothing(self):
        last = Record.objects.values_list("pk", flat=True).last()
        if last != self.audited:
            self.audited = last
            with clock.set_to(self.now):
                assert [*invariants.broken(), *broken_chain()] == []


def carried_out(first: Lives) -> None:
    """The same pilots a while later: plans approved, a trial operation begun."""
    technology, zone, _ = first.all
    for p in (technology, zone):
        first.submit_plan(p)
        first.review_plan(p, True)
    first.time_passes(200)
    first.sweep()
    first.begin_trial(technology)


def ending(first: Lives) -> None:
    """Later still: an audit runs, the zone's year is over."""
    technology = first.all[0]
    first.time_passes(92)
    first.self_evaluate(technology)
    first.time_passes(92)
    first.sweep()


def lives(runs: int, steps: int) -> None:
    """Play that many runs of that many steps, a third of them from each of three points of the lives."""
    first, known = Lives(), set(vars(Lives()))
    for scene in (Lives.people, carried_out, ending):
        scene(first)
        Lives.scene = {name: value for name, value in vars(first).items() if name not in known}
        play(
            Lives,
            settings=settings(
                max_examples=runs // 3,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.django_db
def test_lives_in_any_order_end_as_the_rules_say():
    lives(runs=9, steps=20)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_three_hundred_lives_of_sixty_steps_end_as_the_rules_say():
    lives(runs=300, steps=60)
