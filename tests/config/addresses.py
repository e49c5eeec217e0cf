"""Every address of the portal: who gets in, with which arguments; and the world in which that is tried.

Two tests read these rows: who gets in where (``test_access``), and what is bound to the cutoff
(``test_cutoff_routes``). A new address without a row fails both.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.districts import District
from accounts.models import Role, User
from applications import packet_work
from applications.models import Application
from applications.paper_code import paper_code
from files import store
from journal import clock
from journal.models import Message
from pilots import actions as piloting
from pilots.frozen import checksum
from pilots.models import Cycle, Pilot
from tests import factories

EVERYONE = frozenset(
    [
        "visitor",
        "owner",
        "stranger",
        "recommender",
        "elsewhere",
        "staff",
        "reviewer",
        "unassigned",
        "administrator",
    ]
)
KNOWN = EVERYONE - {"visitor"}
OWNER = frozenset({"owner"})
APPLICANTS = frozenset({"owner", "stranger"})
STAFF = frozenset({"staff"})
RECOMMENDERS = frozenset({"recommender", "elsewhere"})
PARTIES = frozenset({"owner", "recommender", "staff"})
REVIEWERS = frozenset({"reviewer", "unassigned"})


@dataclass(frozen=True)
class World:
    """One application in its pilot life, one draft, and a person of each kind."""

    people: dict[str, User]
    application: Application
    draft: Application
    pilot: Pilot
    closed: Cycle

    def client(self, who: str) -> Client:
        """A browser of that person."""
        client = Client(raise_request_exception=False)
        if who in self.people:
            client.force_login(self.people[who])
        return client


@dataclass(frozen=True)
class Row:
    """Who gets in, with which arguments and method."""

    allowed: frozenset
    args: Callable[[World], tuple] = lambda world: ()
    post: bool = False


def application(world: World) -> tuple:
    return (world.application.pk,)


def draft(world: World) -> tuple:
    return (world.draft.pk,)


def revision(world: World) -> int:
    return world.application.current_revision_id


def assignment(world: World) -> int:
    return world.application.assignments.get(reviewer=world.people["reviewer"]).pk


def code(world: World) -> tuple:
    found = world.application.current_revision
    return (paper_code(world.application.pk, found.number, found.sha256),)


def pilot(world: World) -> tuple:
    return (world.pilot.pk,)


ROWS = {
    "public_index": Row(EVERYONE),
    "public_type": Row(EVERYONE, lambda w: ("park",)),
    "public_form": Row(EVERYONE, lambda w: ("park",)),
    "public_pilots": Row(EVERYONE),
    "home": Row(KNOWN),
    "organisation": Row(KNOWN),
    "organisation_register": Row(APPLICANTS),
    "inbox": Row(KNOWN),
    "message_open": Row(OWNER, lambda w: (Message.objects.filter(recipient_id=w.people["owner"].pk)[0].pk,)),
    "application_list": Row(APPLICANTS),
    "application_start": Row(APPLICANTS),
    "application_detail": Row(PARTIES, application),
    "application_packet": Row(PARTIES, application),
    "application_packet_retry": Row(PARTIES, application, post=True),
    "application_basics": Row(OWNER, draft),
    "application_form": Row(OWNER, lambda w: (w.draft.pk, "applicant")),
    "application_conditions": Row(OWNER, draft),
    "application_materials": Row(OWNER, draft),
    "application_check": Row(OWNER, draft),
    "application_take_back": Row(OWNER, draft, post=True),
    "application_rework": Row(OWNER, draft, post=True),
    "application_again": Row(OWNER, application, post=True),
    "application_withdraw": Row(OWNER, draft, post=True),
    "attachment_file": Row(OWNER, lambda w: (w.draft.attachments.first().pk,)),
    "attachment_delete": Row(OWNER, lambda w: (w.draft.attachments.first().pk,), post=True),
    "revision_file": Row(PARTIES, lambda w: (revision(w), "word")),
    "revision_attachment": Row(PARTIES, lambda w: (revision(w), 0)),
    "recommender_list": Row(RECOMMENDERS),
    "recommender_summary": Row(RECOMMENDERS),
    "recommender_form": Row(frozenset({"recommender"}), application),
    "paper_desk": Row(STAFF),
    "paper_register": Row(STAFF, code),
    "screening_list": Row(STAFF),
    "screening": Row(STAFF, application),
    "panel_list": Row(STAFF),
    "panel_create": Row(STAFF),
    "panel_detail": Row(STAFF, lambda w: (w.application.assignments.first().panel_id,)),
    "panel_add": Row(STAFF, lambda w: (w.application.assignments.first().panel_id,), post=True),
    "panel_put": Row(STAFF, lambda w: (w.application.assignments.first().panel_id,), post=True),
    "ranking": Row(STAFF),
    "decide": Row(STAFF, application),
    "sheet_reopen": Row(STAFF, lambda w: (assignment(w),), post=True),
    "reviewer_desk": Row(REVIEWERS),
    "reviewer_sheet": Row(frozenset({"reviewer", "staff"}), lambda w: (assignment(w),)),
    "reviewer_declare": Row(frozenset({"reviewer", "staff"}), lambda w: (assignment(w),), post=True),
    "reviewer_file": Row(frozenset({"reviewer", "staff"}), lambda w: (assignment(w), 0)),
    "pilot_list": Row(APPLICANTS | STAFF),
    "pilot_detail": Row(OWNER | STAFF, pilot),
    "plan_submit": Row(OWNER | STAFF, pilot, post=True),
    "plan_review": Row(OWNER | STAFF, pilot, post=True),
    "grant_title": Row(OWNER | STAFF, pilot, post=True),
    "plan_file": Row(OWNER | STAFF, lambda w: (w.pilot.plans.first().pk,)),
    "library_list": Row(STAFF),
    "library_national": Row(STAFF),
    "library_grade": Row(STAFF, lambda w: (w.application.entry_id,), post=True),
    "cycle_list": Row(STAFF),
    "cycle_open": Row(STAFF, post=True),
    "cycle_edit": Row(STAFF, lambda w: (w.application.cycle.year,)),
    "cycle_frozen": Row(STAFF, lambda w: (w.closed.year, "txt")),
    "rubric_edit": Row(STAFF, lambda w: (w.application.cycle.year, "technology")),
    "account_login": Row(EVERYONE),
    "account_logout": Row(EVERYONE),
    "account_inactive": Row(EVERYONE),
    "account_signup": Row(EVERYONE),
    "account_reauthenticate": Row(KNOWN),
    "account_email": Row(KNOWN),
    "account_email_verification_sent": Row(EVERYONE),
    "account_change_password": Row(KNOWN),
    "account_set_password": Row(KNOWN),
    "account_reset_password": Row(EVERYONE),
    "account_confirm_login_code": Row(EVERYONE),
    "account_confirm_email": Row(EVERYONE, lambda w: ("unknown",)),
    "account_reset_password_from_key": Row(EVERYONE, lambda w: ("1", "unknown-key")),
    "account_reset_password_from_key_done": Row(EVERYONE),
    "account_reset_password_done": Row(EVERYONE),
    "admin:index": Row(frozenset({"administrator"})),
}
ADMIN_PREFIX = "admin:"  # every other address of the admin site stands behind the same door


def addresses(patterns: list | None = None, prefix: str = "") -> Iterator[str]:
    """Names of all addresses, as ``reverse`` takes them."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(found, URLPattern):
            yield prefix + str(found.name)
        else:
            inner = prefix + (f"{found.namespace}:" if found.namespace else "")
            yield from addresses(found.url_patterns, inner)


def make_world() -> World:
    """Make the world that the addresses are tried in."""
    clerk = factories.recommender()
    done = factories.selected(to=clerk.organisations.get())
    owner = done.created_by
    reviewer = done.assignments.first().reviewer
    begun = Pilot.objects.get(entry=done.entry)
    plan = store.put(factories.PDF, "application/pdf")
    piloting.submit_plan(begun.pk, actor=owner, file=plan, file_name="方案.pdf", note="")
    packet_work.work_on(done.current_revision.packet.pk)
    people = {
        "owner": owner,
        "stranger": factories.applicant(),
        "recommender": clerk,
        "elsewhere": factories.recommender(factories.bureau(District.YANQING)),
        "staff": factories.staff(),
        "reviewer": reviewer,
        "unassigned": factories.reviewer(),
        "administrator": factories.person(Role.ADMINISTRATOR, is_staff=True, is_superuser=True),
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
    return World(people, done, factories.draft(by=owner), begun, closed)
