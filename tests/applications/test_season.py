"""Whole seasons played at random against a small reference of the rules (CUT-2…5, NUM-1, REC-3, REC-4, ELI-R).

Submissions, recommendations, returns, corrections, screening, decisions, awards, withdrawals, what comes again,
closings and clock moves come in any order.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from hypothesis.stateful import run_state_machine_as_test as play

from applications.begin import actions as begin
from applications.closing.close import close_due_cycles
from applications.filling import saving
from applications.materials import actions as materials
from applications.models import Application, Revision
from applications.recommending import actions as recommending
from applications.submitting import actions
from config.management.commands.audit_invariants import ROOMS
from journal import clock
from journal.models import Record
from programme.models import FrozenLine
from programme.notice import Sheet
from tests import factories
from tests.applications.season_city import City, any_of
from tests.applications.season_reference import cutoff_of

KINDS = {"direct": ("JS", False), "sent": ("JS", True), "park": ("QY", True)}


class Season(City):
    """What applicants, recommenders, the clock and closing do as well; and what holds after each step."""

    @rule(
        kind=st.sampled_from(list(KINDS)),
        count=st.integers(1, 2),
        twin=st.sampled_from([False, False, True]),
        far=st.sampled_from(["", "submitted", "reviewed"]),
    )
    def begin(self, kind, count, twin, far):
        for _ in range(count):
            name = "示例同名" if twin else f"示例{len(self.reference.all)}"
            code, recommended = KINDS[kind]
            a = self.draft(code, name, recommended=recommended)
            if far:
                self.submit(a)
                self.forward(a)
            if far == "reviewed":
                self.review(a)

    @rule(a=any_of("kept"))
    def come_again(self, a):
        expected = self.reference.comes_again(a, self.now)
        again = self.same(expected, lambda: begin.apply_again(a["pk"], actor=self.person))
        if not again:
            return
        with clock.set_to(self.now):
            met = list(factories.met(Sheet.TECHNOLOGY))
            saving.save_draft(again.pk, actor=self.person, confirmed_conditions=met)
            progress = {"material": "progress", "file": self.file, "name": "进展报告.pdf"}
            materials.attach(again.pk, actor=self.person, **progress)
        known = {key: a[key] for key in ("type", "name", "recommended")}
        self.reference.begin(again.pk, self.now, earlier=a["pk"], **known)

    @rule(a=any_of("draft", "returned"))
    def submit(self, a):
        self.same(self.reference.submit(a, self.now), lambda: actions.submit(a["pk"], actor=self.person))

    @rule(a=any_of("at_recommender"))
    def forward(self, a):
        expected = a["state"] == "at_recommender" and self.reference.receive(a, self.now)
        waiting = Application.objects.get(pk=a["pk"])
        self.same(expected, lambda: factories.forward(waiting, by=self.clerk))

    @rule(a=any_of("at_recommender"))
    def send_back(self, a):
        act = recommending.return_to_applicant
        expected = self.reference.move(a, ("at_recommender",), "returned")
        self.same(expected, lambda: act(a["pk"], actor=self.clerk, reasons="示例理由。"))

    @rule(a=any_of("at_recommender"))
    def decline_and_rework(self, a):
        expected = self.reference.move(a, ("at_recommender",), "declined")
        self.same(expected, lambda: recommending.decline(a["pk"], actor=self.clerk, reasons="示例理由。"))
        expected = self.reference.move(a, ("declined",), "draft")
        self.same(expected, lambda: actions.rework(a["pk"], actor=self.person))

    @rule(a=any_of("at_recommender"))
    def take_back(self, a):
        allowed = a["type"] != "QY" and self.reference.move(a, ("at_recommender",), "draft")
        self.same(allowed, lambda: actions.take_back(a["pk"], actor=self.person))

    @rule(a=any_of("received", "correction", "in_review", "proposed"))
    def withdraw(self, a):
        expected = self.reference.withdraw(a, self.now)
        self.same(expected, lambda: actions.withdraw(a["pk"], actor=self.person, reason="示例理由。"))

    @rule(a=any_of("correction"))
    def resubmit(self, a):
        expected = self.reference.resubmit(a, self.now)
        self.same(expected, lambda: factories.resubmitted(Application.objects.get(pk=a["pk"])))

    @rule(hours=st.sampled_from([1, 20, 24 * 5, 24 * 26, 24 * 200]))
    def time_passes(self, hours):
        self.go(self.now + timedelta(hours=hours))

    @rule()
    def clock_is_set_back(self):
        self.now -= timedelta(minutes=5)

    @rule(minutes=st.sampled_from([0, 1, 2, 60 * 24 * 3]), closing=st.booleans())
    def cutoff_comes(self, minutes, closing):
        passed = timedelta(minutes=minutes, seconds=59)
        self.go(max(self.now, cutoff_of(self.reference.year(self.now)) + passed))
        if closing:
            self.sweep()

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


def spring(first: Season) -> None:
    """What the seasons begin with in June: something of everything."""
    first.people()
    first.begin("direct", 1, twin=False, far="reviewed")
    first.begin("direct", 2, twin=True, far="submitted")
    first.begin("park", 2, twin=False, far="submitted")
    first.begin("direct", 2, twin=False, far="submitted")
    first.begin("sent", 1, twin=False, far="")
    first.ask_correction(first.reference.all[5], 30)


def summer(first: Season) -> None:
    """The same in July: one kept, one on the public notice, one in review, corrections out and lapsed."""
    _, chosen, _, park, _, _, listed, _ = first.reference.all
    first.cutoff_comes(2, closing=True)
    first.decide("kept", "published")
    first.review(listed)
    first.decide("selected", "published")
    first.rule_on_twins(chosen, "this")
    first.review(chosen)
    first.ask_correction(park, 1)
    first.time_passes(24 * 5)
    first.sweep()


def season(runs: int, steps: int) -> None:
    """Play that many seasons of that many steps: half of them from June on, half from after a closing."""
    first, known = Season(), set(vars(Season()))
    for scene in (spring, summer):
        scene(first)
        Season.scene = {name: value for name, value in vars(first).items() if name not in known}
        play(
            Season,
            settings=settings(
                max_examples=runs // 2,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.django_db
def test_a_season_in_any_order_ends_as_the_rules_say():
    season(runs=16, steps=25)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(3600)
def test_five_hundred_seasons_of_fifty_steps_end_as_the_rules_say():
    season(runs=500, steps=50)
