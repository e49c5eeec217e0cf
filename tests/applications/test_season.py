"""Whole seasons played at random against a small reference of the rules (CUT-2…5, NUM-1, REC-3, REC-4, ELI-R).

Submissions, recommendations, returns, corrections, screening, decisions, awards, withdrawals, what comes again,
closings and clock moves come in any order.
"""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as play

from applications.begin import actions as begin
from applications.closing.close import close_due_cycles
from applications.filling import saving
from applications.materials import actions as materials
from applications.models import Application, Revision
from applications.recommending import actions as recommending
from applications.submitting import actions
from config.management.commands.audit_invariants import ROOMS
from files import store
from journal import clock
from journal.clock import BEIJING
from journal.models import Record
from journal.workflow import Refused
from pilots.award.awarding import award
from programme.models import FrozenLine
from programme.notice import Sheet
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.panels.actions import put_before_panel
from reviews.results.actions import confirm_list
from reviews.screening.actions import screen
from reviews.screening.duplicates.rulings import rule_on_duplicate
from tests import factories
from tests.applications.season_reference import Reference, cutoff_of

KINDS = {
    "direct": (Sheet.TECHNOLOGY, "JS", "project_name"),
    "sent": (Sheet.TECHNOLOGY, "JS", "project_name"),
    "park": (Sheet.PARK, "QY", "applicant_name"),
}
SHEETS = {"JS": Sheet.TECHNOLOGY, "QY": Sheet.PARK}
SHORTEST, LONGEST = timedelta(days=5), timedelta(days=30)  # five working days are over between the two


class Season(RuleBasedStateMachine):
    """The portal and the reference side by side."""

    applications = Bundle("applications")

    @initialize()
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = self.closed = datetime(2026, 6, 20, 10, tzinfo=BEIJING)
        self.reference, self.notices, self.panels, self.audited = Reference(), [], {}, None
        with clock.set_to(self.now):
            self.person, self.clerk = factories.applicant(), factories.recommender()
            self.staff, self.second = factories.staff(), factories.staff()
            self.reviewers = [factories.reviewer() for _ in range(3)]
            self.file = store.put(factories.PDF, "application/pdf")
        self.bureau = self.clerk.organisations.get()

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def same(self, expected, act):
        """Do it in the portal; it must be refused exactly when the reference refuses."""
        done, why = None, ""
        try:
            with clock.set_to(self.now), transaction.atomic():
                done = act() or True
        except Refused as refusal:
            why = str(refusal)
        assert bool(done) == bool(expected), why
        return done

    def go(self, now):
        self.reference.pass_time(self.now, now)
        self.now = now

    @rule(
        target=applications,
        kind=st.sampled_from(list(KINDS)),
        count=st.integers(1, 2),
        twin=st.sampled_from([False, False, True]),
        far=st.sampled_from(["", "submitted", "reviewed"]),
    )
    def begin(self, kind, count, twin, far):
        sheet, code, key = KINDS[kind]
        made = []
        for _ in range(count):
            name = "示例同名" if twin else f"示例{len(self.reference.all)}"
            to = None if kind == "direct" else self.bureau
            with clock.set_to(self.now):
                draft = factories.draft(sheet, by=self.person, to=to, **{key: name})
            known = {"type": code, "name": name, "recommended": kind != "direct"}
            made.append(self.reference.begin(draft.pk, self.now, **known))
            if far:
                self.submit(made[-1])
                self.forward(made[-1])
            if far == "reviewed":
                self.review(made[-1])
        return multiple(*made)

    @rule(target=applications, a=applications)
    def come_again(self, a):
        expected = self.reference.comes_again(a, self.now)
        again = self.same(expected, lambda: begin.apply_again(a["pk"], actor=self.person))
        if not again:
            return multiple()
        with clock.set_to(self.now):
            met = list(factories.met(Sheet.TECHNOLOGY))
            saving.save_draft(again.pk, actor=self.person, confirmed_conditions=met)
            progress = {"material": "progress", "file": self.file, "name": "进展报告.pdf"}
            materials.attach(again.pk, actor=self.person, **progress)
        known = {key: a[key] for key in ("type", "name", "recommended")}
        return self.reference.begin(again.pk, self.now, earlier=a["pk"], **known)

    @rule(a=applications)
    def submit(self, a):
        self.same(self.reference.submit(a, self.now), lambda: actions.submit(a["pk"], actor=self.person))

    @rule(a=applications)
    def forward(self, a):
        expected = a["state"] == "at_recommender" and self.reference.receive(a, self.now)
        waiting = Application.objects.get(pk=a["pk"])
        self.same(expected, lambda: factories.forward(waiting, by=self.clerk))

    @rule(a=applications)
    def send_back(self, a):
        act = recommending.return_to_applicant
        expected = self.reference.move(a, ("at_recommender",), "returned")
        self.same(expected, lambda: act(a["pk"], actor=self.clerk, reasons="示例理由。"))

    @rule(a=applications)
    def decline_and_rework(self, a):
        expected = self.reference.move(a, ("at_recommender",), "declined")
        self.same(expected, lambda: recommending.decline(a["pk"], actor=self.clerk, reasons="示例理由。"))
        expected = self.reference.move(a, ("declined",), "draft")
        self.same(expected, lambda: actions.rework(a["pk"], actor=self.person))

    @rule(a=applications)
    def take_back(self, a):
        allowed = a["type"] != "QY" and self.reference.move(a, ("at_recommender",), "draft")
        self.same(allowed, lambda: actions.take_back(a["pk"], actor=self.person))

    @rule(a=applications)
    def withdraw(self, a):
        expected = self.reference.withdraw(a)
        self.same(expected, lambda: actions.withdraw(a["pk"], actor=self.person, reason="示例理由。"))

    def screened(self, a, expected, outcome, **values):
        findings = factories.met(SHEETS[a["type"]])
        act = partial(screen, actor=self.staff, findings=findings, compliance_reason="尚未函复。")
        self.same(expected, lambda: act(a["pk"], outcome=outcome, **values))

    @rule(a=applications, days=st.integers(1, 40))
    def ask_correction(self, a, days):
        expected, due = self.reference.move(a, ("received",), "correction"), self.now + timedelta(days=days)
        a["due"] = due if expected else a["due"]
        self.screened(a, expected, "correction", remarks="示例意见。", due=due)

    @rule(a=applications)
    def resubmit(self, a):
        expected = self.reference.resubmit(a, self.now)
        self.same(expected, lambda: factories.resubmitted(Application.objects.get(pk=a["pk"])))

    @rule(a=applications, which=st.sampled_from(["this", "other", "differ"]))
    def rule_on_twins(self, a, which):
        for b in list(self.reference.twins(a)) if a["number"] else []:
            chosen = {"this": a["pk"], "other": b["pk"]}.get(which)
            said = {"actor": self.staff, "chosen": chosen, "reason": "示例理由。"}
            expected = self.reference.rule(a, b, chosen)
            self.same(expected, partial(rule_on_duplicate, a["pk"], b["pk"], **said))

    @rule(a=applications)
    def rule_out(self, a):
        self.screened(a, self.reference.rule_out(a), "not_eligible")

    @rule(a=applications)
    def review(self, a):
        self.screened(a, self.reference.accept(a), "accepted")
        with clock.set_to(self.now):
            case = Application.objects.select_related("cycle").get(pk=a["pk"])
            group = self.panels.get((a["year"], a["type"])) or factories.panel(case, self.reviewers)
        self.panels[a["year"], a["type"]] = group
        expected = self.reference.move(a, ("accepted",), "in_review")
        self.same(expected, lambda: put_before_panel(a["pk"], actor=self.staff, panel=group))
        if expected:
            with clock.set_to(self.now):
                factories.hand_in_sheets(case)

    @rule(outcome=st.sampled_from(["selected", "kept"]), far=st.sampled_from(["", "confirmed", "published"]))
    def decide(self, outcome, far):
        """Propose whatever is in review, before and after the year's list is frozen; go on with what is proposed."""
        self.go(max(self.now, self.closed))
        for a in self.reference.all:
            if a["state"] == "in_review":
                expected = self.reference.propose(a, outcome)
                proposal = Proposal(a["pk"], outcome, "示例理由。")
                made = self.same(expected, lambda p=proposal: propose_decisions([p], actor=self.staff))
                a["decision"] = made[0] if made else a.get("decision")
        if far:
            self.confirm()
        if far == "published":
            self.publish()

    def confirm(self):
        for a in self.reference.all:
            if a["state"] == "in_review" and a["outcome"] and not a["confirmed"]:
                seen = {a["decision"].pk: a["decision"].mark}
                self.same(False, lambda seen=seen: confirm_decisions(seen, actor=self.staff))
                a["confirmed"] = self.same(True, lambda seen=seen: confirm_decisions(seen, actor=self.second))

    def publish(self):
        ready = [a for a in self.reference.all if a["state"] == "in_review" and a["confirmed"]]
        for year in sorted({a["year"] for a in ready}):
            of_year = [a for a in ready if a["year"] == year]
            with clock.set_to(self.now):
                rows = Application.objects.filter(pk__in=[a["pk"] for a in of_year])
                notice = factories.publish(*rows, actor=self.staff)
            for a in of_year:
                a["state"] = "proposed" if a["outcome"] == "selected" else "kept"
            if notice:
                listed = [a for a in of_year if a["state"] == "proposed"]
                self.notices.append((notice, self.now, listed))

    @rule(wait=st.booleans())
    def award(self, wait):
        """Confirm and award each list that is up; waiting first, or not: then it is too early."""
        for notice, since, lines in self.notices:
            if wait:
                self.go(max(self.now, since + LONGEST))
            standing = [a for a in lines if a["state"] == "proposed"]
            if standing and SHORTEST <= self.now - since < LONGEST:
                continue
            over = self.now - since >= LONGEST
            self.same(over and standing, lambda pk=notice.pk: confirm_list(pk, actor=self.staff))
            if over and standing:
                with clock.set_to(self.now):
                    assert award(notice.pk, actor=self.second) == 0
            for a in standing if over else ():
                a["state"] = "selected"

    @rule(hours=st.sampled_from([1, 20, 24 * 5, 24 * 26, 24 * 200]))
    def time_passes(self, hours):
        self.go(self.now + timedelta(hours=hours))

    @rule()
    def clock_is_set_back(self):
        self.now -= timedelta(minutes=5)

    @rule()
    def cutoff_comes(self):
        cutoff = cutoff_of(self.reference.year(self.now))
        self.go(max(self.now, cutoff + timedelta(minutes=1, seconds=59)))

    @rule()
    def sweep(self):
        self.reference.sweep(self.now)
        if close_due_cycles(self.now):
            self.closed = max(self.closed, self.now)

    @invariant()
    def both_agree(self):
        rows = Application.objects.select_related("cycle", "quota_cycle").defer("answers", "carbon")
        found = rows.in_bulk()
        for a in self.reference.all:
            stands = found[a["pk"]]
            assert (stands.state, stands.number, stands.correction_due) == (a["state"], a["number"], a["due"])
            assert getattr(stands.quota_cycle, "year", None) == a["quota"]
            if a["state"] != "withdrawn":
                assert stands.cycle.year == a["year"]

    @invariant()
    def lists_are_what_stood(self):
        """However late closing ran (CUT-4)."""
        numbers = {a["pk"]: a["number"] for a in self.reference.all}
        stood = {
            (year, numbers[pk], revision)
            for year, lines in self.reference.frozen.items()
            for pk, revision in lines.items()
        }
        lines = FrozenLine.objects.values_list("cycle__year", "number", "revision_sha256")
        versions = Revision.objects.filter(application__number__isnull=False)
        known = versions.values_list("application__number", "sha256", "number")
        revisions = {(number, sha256): revision for number, sha256, revision in known}
        assert {(year, number, revisions[number, sha]) for year, number, sha in lines} == stood

    @invariant()
    def audit_finds_nothing(self):
        """All rooms, after each step that did anything: every act is in the journal."""
        last = Record.objects.values_list("pk", flat=True).last()
        if last == self.audited:
            return
        self.audited = last
        assert [fault for room in ROOMS for fault in room.invariants.broken()] == []


def season(runs: int, steps: int) -> None:
    """Play that many seasons of that many steps."""
    play(
        Season,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_a_season_in_any_order_ends_as_the_rules_say():
    season(runs=15, steps=25)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_piece():
    season(runs=100, steps=50)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_five_hundred_seasons_of_fifty_steps_end_as_the_rules_say():
    season(runs=500, steps=50)
