"""Whole seasons played at random against a small reference of the rules (CUT-2…5, NUM-1, REC-3, REC-4).

Submissions, recommendations, returns, corrections, withdrawals, closings and clock moves come in any order.
"""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as play

from applications import invariants
from applications.closing.close import close_due_cycles
from applications.models import Application
from applications.recommending import actions as recommending
from applications.submitting import actions
from journal import clock
from journal.chain import broken_chain
from journal.clock import BEIJING
from journal.workflow import Refused
from pilots import invariants as programme
from programme.notice import Sheet
from reviews.screening.actions import screen
from tests import factories

TYPE = {Sheet.TECHNOLOGY: "JS", Sheet.PARK: "QY"}
SECOND = timedelta(seconds=1)
EDITABLE = ("draft", "returned")


class Reference:
    """The rules, in as few lines as they take. An application is a dict; what is not allowed returns False."""

    def __init__(self):
        self.last, self.used, self.closed = {}, {}, set()

    def plain_year(self, now):
        year = now.astimezone(BEIJING).year
        return year + (now >= datetime(year, 7, 16, tzinfo=BEIJING))

    def year(self, now):
        year = self.plain_year(now)
        while year in self.closed:
            year += 1
        return year

    def receive(self, a, now):
        year = self.year(now)
        if a["sheet"] == Sheet.PARK:
            if self.used.get(year, 0) == 3:
                return False
            self.used[year] = self.used.get(year, 0) + 1
        key = (year, TYPE[a["sheet"]])
        self.last[key] = self.last.get(key, 0) + 1
        a |= {"state": "received", "year": year, "number": f"{year}-{key[1]}-{self.last[key]:04d}"}
        return True

    def submit(self, a, now):
        if a["state"] not in EDITABLE:
            return False
        if not a["recommended"]:
            return self.receive(a, now)
        a |= {"state": "at_recommender", "year": self.year(now)}
        return True

    def move(self, a, sources, target):
        allowed = a["state"] in sources
        a["state"] = target if allowed else a["state"]
        return allowed

    def withdraw(self, a):
        if a["number"] and a["sheet"] == Sheet.PARK and a["state"] in ("received", "correction"):
            self.used[int(a["number"][:4])] -= 1
        a |= {"due": None, "lapsed": None}
        return self.move(a, (*EDITABLE, "at_recommender", "declined", "received", "correction"), "withdrawn")

    def resubmit(self, a, now):
        if a["state"] != "correction":
            return False
        deadline = a["due"] or a["lapsed"]
        frozen = (
            a["lapsed"] and a["before"] in self.closed and self.plain_year(deadline - SECOND) <= a["before"]
        )
        if now < deadline and not frozen:
            a["year"] = a["before"] if a["lapsed"] else a["year"]
        elif self.plain_year(now) >= self.plain_year(deadline) + 2:
            return False
        else:
            a["year"] = self.year(now)
        a |= {"state": "received", "due": None, "lapsed": None}
        return True

    def lapse(self, due_by, everything):
        for a in everything:
            if a["state"] == "correction" and a["due"] and a["due"] <= due_by:
                a |= {"due": None, "lapsed": a["due"], "before": a["year"]}
                a["year"] = max(a["year"], self.plain_year(a["lapsed"]))

    def carry(self, cutoff, everything):
        for a in everything:
            if not a["lapsed"] or a["lapsed"] >= cutoff:
                continue
            if self.plain_year(a["lapsed"]) < cutoff.year:
                self.withdraw(a)
            else:
                a["year"] = max(a["year"], cutoff.year + 1)

    def sweep(self, now, everything):
        oldest = min((a["year"] for a in everything), default=self.year(now))
        for year in range(min(oldest, 2026), now.astimezone(BEIJING).year + 1):
            cutoff = datetime(year, 7, 16, tzinfo=BEIJING)
            if now >= cutoff + timedelta(minutes=2) and year not in self.closed:
                self.lapse(cutoff, everything)
                self.closed.add(year)
                for a in everything:
                    a["year"] += a["year"] == year and a["number"] is None and a["state"] != "withdrawn"
                self.carry(cutoff, everything)
        self.lapse(now, everything)


class Season(RuleBasedStateMachine):
    """The portal and the reference side by side."""

    applications = Bundle("applications")

    @initialize()
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = datetime(2026, 6, 20, 10, tzinfo=BEIJING)
        self.reference, self.all = Reference(), []
        with clock.set_to(self.now):
            self.person, self.staff = factories.applicant(), factories.staff()
            self.clerk = factories.recommender()
        self.bureau = self.clerk.organisations.get()

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def same(self, expected, act):
        """Do it in the portal; it must be refused exactly when the reference refuses."""
        try:
            with clock.set_to(self.now), transaction.atomic():
                act()
            done = True
        except Refused:
            done = False
        assert done == expected

    @rule(target=applications, kind=st.sampled_from(["direct", "sent", "park"]), count=st.integers(1, 2))
    def begin(self, kind, count):
        sheet = Sheet.PARK if kind == "park" else Sheet.TECHNOLOGY
        made = []
        for _ in range(count):
            with clock.set_to(self.now):
                draft = factories.draft(sheet, by=self.person, to=None if kind == "direct" else self.bureau)
            a = {"pk": draft.pk, "sheet": sheet, "recommended": kind != "direct", "state": "draft"}
            made.append(
                a | {"year": self.reference.year(self.now), "number": None, "due": None, "lapsed": None}
            )
        self.all += made
        return multiple(*made)

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
        allowed = a["sheet"] != Sheet.PARK and self.reference.move(a, ("at_recommender",), "draft")
        self.same(allowed, lambda: actions.take_back(a["pk"], actor=self.person))

    @rule(a=applications)
    def withdraw(self, a):
        expected = self.reference.withdraw(a)
        self.same(expected, lambda: actions.withdraw(a["pk"], actor=self.person, reason="示例理由。"))

    @rule(a=applications, days=st.integers(1, 40))
    def ask_correction(self, a, days):
        expected, due = self.reference.move(a, ("received",), "correction"), self.now + timedelta(days=days)
        a["due"] = due if expected else a["due"]
        values = {"outcome": "correction", "findings": {}, "remarks": "示例意见。", "due": due}
        self.same(expected, lambda: screen(a["pk"], actor=self.staff, **values))

    @rule(a=applications)
    def resubmit(self, a):
        expected = self.reference.resubmit(a, self.now)
        self.same(expected, lambda: factories.resubmitted(Application.objects.get(pk=a["pk"])))

    @rule(hours=st.sampled_from([1, 20, 24 * 5, 24 * 26, 24 * 200]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def clock_is_set_back(self):
        self.now -= timedelta(minutes=5)

    @rule()
    def cutoff_comes(self):
        year = self.reference.year(self.now)
        self.now = max(self.now, datetime(year, 7, 16, 0, 1, 59, tzinfo=BEIJING))

    @rule()
    def sweep(self):
        self.reference.sweep(self.now, self.all)
        close_due_cycles(self.now)

    @invariant()
    def both_agree(self):
        found = Application.objects.select_related("cycle", "entry").in_bulk()
        for a in self.all:
            stands = found[a["pk"]]
            assert (stands.state, stands.number, stands.correction_due) == (a["state"], a["number"], a["due"])
            if a["state"] != "withdrawn":
                assert stands.cycle.year == a["year"]
        assert [*invariants.broken(), *programme.broken()] == []

    def check_journal(self):
        assert broken_chain() == []


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
def test_five_hundred_seasons_of_fifty_steps_end_as_the_rules_say():
    season(runs=500, steps=50)
