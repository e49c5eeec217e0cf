"""What the city does in a season, beside the reference: screening, duplicates, reviews, decisions, awards."""

from copy import deepcopy
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from applications.models import Application
from files import store
from journal import clock
from journal.clock import BEIJING
from journal.workflow import Refused
from pilots.award.awarding import award
from programme.notice import Sheet
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.panels.actions import put_before_panel
from reviews.results.actions import confirm_list
from reviews.screening.actions import screen
from reviews.screening.duplicates.rulings import rule_on_duplicate
from tests import factories
from tests.applications.season_reference import Reference

SHEETS = {"JS": Sheet.TECHNOLOGY, "QY": Sheet.PARK}
NAMED_BY = {"JS": "project_name", "QY": "applicant_name"}
SHORTEST, LONGEST = timedelta(days=5), timedelta(days=30)  # five working days are over between the two


def any_of(*states: str) -> st.SearchStrategy[dict]:
    """An application, mostly one in which the act has a chance; the others must be refused."""
    return st.runner().flatmap(lambda season: st.sampled_from(season.mostly(states)))


class City(RuleBasedStateMachine):
    """The portal and the reference side by side, and what the city does to them."""

    scene: ClassVar[dict] = {}  # what each season begins with, made once and rolled back to

    def people(self):
        """Everybody who acts, once for all seasons."""
        self.now = self.closed = datetime(2026, 6, 20, 10, tzinfo=BEIJING)
        self.reference, self.notices, self.panels, self.audited = Reference(), [], {}, None
        with clock.set_to(self.now):
            self.person, self.clerk = factories.applicant(), factories.recommender()
            self.staff, self.second = factories.staff(), factories.staff()
            self.reviewers = [factories.reviewer() for _ in range(3)]
            self.file = store.put(factories.PDF, "application/pdf")
        self.bureau = self.clerk.organisations.get()

    @initialize()
    def open(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        vars(self).update(deepcopy(self.scene))

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def draft(self, kind, name, *, recommended):
        to = self.bureau if recommended else None
        with clock.set_to(self.now):
            draft = factories.draft(SHEETS[kind], by=self.person, to=to, **{NAMED_BY[kind]: name})
        return self.reference.begin(draft.pk, self.now, type=kind, name=name, recommended=recommended)

    def mostly(self, states):
        everything = self.reference.all
        return [a for a in everything if a["state"] in states] * 4 + everything

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

    def screened(self, a, expected, outcome, **values):
        findings = factories.met(SHEETS[a["type"]])
        act = partial(screen, actor=self.staff, findings=findings, compliance_reason="尚未函复。")
        self.same(expected, lambda: act(a["pk"], outcome=outcome, **values))

    @rule(a=any_of("received"), days=st.integers(1, 40))
    def ask_correction(self, a, days):
        expected, due = self.reference.move(a, ("received",), "correction"), self.now + timedelta(days=days)
        a["due"] = due if expected else a["due"]
        self.screened(a, expected, "correction", remarks="示例意见。", due=due)

    @rule(a=any_of("received"), which=st.sampled_from(["this", "other", "differ"]))
    def rule_on_twins(self, a, which):
        for b in list(self.reference.twins(a)) if a["number"] else []:
            chosen = {"this": a["pk"], "other": b["pk"]}.get(which)
            said = {"actor": self.staff, "chosen": chosen, "reason": "示例理由。"}
            expected = self.reference.rule(a, b, chosen)
            self.same(expected, partial(rule_on_duplicate, a["pk"], b["pk"], **said))

    @rule(a=any_of("received"))
    def rule_out(self, a):
        self.screened(a, self.reference.rule_out(a), "not_eligible")

    @rule(a=any_of("received", "accepted"))
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
