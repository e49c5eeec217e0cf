"""The world in which every address is tried: one application in its pilot life, and a person of each kind."""

from dataclasses import dataclass
from datetime import timedelta

from django.test import Client

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import User
from applications.models import Application, StampedScan
from applications.packets import work as packet_work
from files import store
from journal import clock
from pilots.models import Pilot
from pilots.plan import actions as plan_actions
from pilots.submissions.actions import attach_file
from pilots.writing.versions import DOCUMENT
from programme.cycles.frozen import checksum
from programme.models import Cycle
from programme.notice import Sheet
from reviews.models import VisitCase, WorkPlan
from reviews.scoring.actions import declare_no_conflict
from tests import factories
from tests.config.addresses.who import CITY


@dataclass(frozen=True)
class World:
    """One application in its pilot life, one draft, and a person of each kind."""

    people: dict[str, User]
    application: Application
    draft: Application
    pilot: Pilot
    closed: Cycle
    work_plan: WorkPlan
    visit_case: VisitCase
    open_case: VisitCase

    def client(self, who: str) -> Client:
        """A browser of that person."""
        client = Client(raise_request_exception=False)
        if who in self.people:
            client.force_login(self.people[who])
        return client


def make_world() -> World:
    """Make the world that the addresses are tried in."""
    clerk = factories.recommender()
    done = factories.selected(to=clerk.organisations.get())
    owner = done.created_by
    reviewer = done.score_sheets.first().reviewer
    begun = Pilot.objects.get(entry=done.entry)
    plan = store.put(factories.PDF, "application/pdf")
    written = factories.write_plan(begun)
    attach_file(written.pk, DOCUMENT, plan, "方案.pdf", actor=owner)
    plan_actions.submit_plan(begun.pk, actor=owner)
    official = factories.staff()
    plan_actions.review_plan(begun.pk, actor=official, approved=True, remarks="")
    begun = factories.entitle(factories.find_excellent(begun))
    packet_work.work_on(done.current_revision.packet.pk)
    scan = {"name": "盖章件.pdf", "size": plan.size, "sha256": plan.pk, "mime": plan.mime, "pages": 1}
    StampedScan.objects.create(
        revision=done.current_revision, files=[scan], pages=1, by=owner, at=clock.now()
    )
    people = {
        "owner": owner,
        "stranger": factories.applicant(),
        "recommender": clerk,
        "elsewhere": factories.recommender(factories.bureau(District.YANQING)),
        "staff": factories.staff(),
        **{who: factories.person(role) for who, role in CITY.items()},
        "reviewer": reviewer,
        "unassigned": factories.reviewer(),
        "administrator": factories.administrator(),
        "auditor": factories.person(Role.AUDITOR),
    }
    long_ago = clock.now() - timedelta(days=900)
    closed = Cycle.objects.create(
        year=long_ago.year,
        cutoff=long_ago,
        opened_at=long_ago,
        closed_at=long_ago,
        frozen_count=0,
        frozen_checksum=checksum(""),
    )
    zone = factories.in_review(Sheet.PARK, by=owner, reviewers=[reviewer])
    declare_no_conflict(zone.score_sheets.get().pk, actor=reviewer)
    work_plan = factories.work_plan(zone)
    visit_case = factories.visited(zone, visitors=[official, reviewer])
    open_case = factories.visit(zone).cases.get()
    cases = work_plan, visit_case, open_case
    return World(people, done, factories.draft(by=owner), begun, closed, *cases)
