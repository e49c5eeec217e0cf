"""Arguments of addresses: what the world has, or what is made in it when an address needs it."""

from datetime import date, timedelta

from accounts.members.actions import invite
from accounts.models import Invitation, ProposalKind
from accounts.rights.actions import propose
from accounts.rights.administrators import ask_recovery
from applications.dossier.paper_code import paper_code
from applications.models import Application, OpinionText, PaperReceipt
from applications.recommending.texts import actions as texts
from face.models import SavedView
from files import store
from journal import clock
from pilots.models import Submission, SubmissionFile
from pilots.taking_on.actions import propose_taking_on
from pilots.withdrawal.actions import state_opinion
from portal.case_file.actions import ask_for_case_file
from portal.models import CaseFile
from programme.models import QuotaRequest
from programme.quotas.actions import ask_for_quota
from programme.states import LibraryState
from reviews.draws.actions import draw_reviewers
from reviews.draws.naming import name_seed
from reviews.models import Draw, Objection, ObjectionFile, PublicNotice
from reviews.panels.changes import propose_members
from reviews.panels.notes.actions import write_minutes
from reviews.pool.actions import declare_conflict
from reviews.scoring.actions import declare_no_conflict
from tests import factories
from tests.config.addresses.world import World


def application(world: World) -> tuple:
    return (world.application.pk,)


def again(world: World) -> int:
    """The application, as one that comes again from another one of its organisation."""
    earlier = world.work_plan.application.entry_id
    Application.objects.filter(pk=world.application.pk).update(previous_entry=earlier)
    return world.application.pk


def earlier_entry(world: World) -> tuple:
    """A paper application of an earlier year of the owner."""
    return (factories.paper_project(world.people["owner"].organisations.get()).pk,)


def draft(world: World) -> tuple:
    return (world.draft.pk,)


def revision(world: World) -> int:
    return world.application.current_revision_id


def score_sheet(world: World) -> int:
    return world.application.score_sheets.get(reviewer=world.people["reviewer"]).pk


def declared_conflict(world: World) -> int:
    declared = {"kind": "other", "organisation": "示例单位", "note": "示例说明"}
    return declare_conflict(actor=world.people["reviewer"], **declared).pk


def drawn(world: World) -> Draw:
    """A draw from a pool that is made large enough."""
    case, official = factories.accepted(), world.people["staff"]
    pool = [factories.reviewer() for _ in range(3)]
    group = factories.panel(case, pool)
    return draw_reviewers(group.pk, actor=official, applications=[case.pk], count=3)


def panel_change(world: World) -> int:
    """A reviewer whom one person proposed for a panel."""
    group = world.application.score_sheets.first().panel
    newcomer, official = [factories.reviewer()], world.people["staff"]
    return propose_members(group.pk, newcomer, actor=official, reason="示例理由。")[0].pk


def seed_naming(world: World) -> int:
    """A public value that was named for a draw."""
    case, official = factories.accepted(), world.people["staff"]
    group = factories.panel(case, [factories.reviewer() for _ in range(3)])
    day = clock.now().date() + timedelta(days=9)
    planned = {"applications": [case.pk], "count": 3, "target": "each", "scope": "pool"}
    return name_seed(group.pk, actor=official, source="示例指数", day=day, decimals=2, **planned).pk


def code(world: World) -> tuple:
    found = world.application.current_revision
    return (paper_code(world.application.pk, found.number, found.sha256),)


def pilot(world: World) -> tuple:
    return (world.pilot.pk,)


def title_proposal(world: World) -> tuple:
    """The title of the pilot, proposed by one and granted by another."""
    return (world.pilot.title_proposals.get().pk,)


def withdrawal(world: World) -> tuple:
    """The notice of the intent to withdraw the title."""
    running = world.pilot.withdrawals.running().first()
    return ((running or factories.withdrawal(world.pilot)).pk,)


def stated_withdrawal(world: World) -> tuple:
    """The same, with a statement and its file."""
    (pk,) = withdrawal(world)
    file = store.put(factories.PDF, "application/pdf")
    state_opinion(pk, actor=world.people["owner"], statement="示例。", file=file, file_name="说明.pdf")
    return (pk,)


def plan(world: World) -> tuple:
    """The plan of the pilot, approved."""
    return (world.pilot.submissions.get(kind="plan").pk,)


def version(world: World) -> int:
    """The version of the plan, with its document."""
    return world.pilot.submissions.get(kind="plan").versions.get().pk


def open_plan(world: World) -> tuple:
    """The plan, as it is while it is written."""
    Submission.objects.filter(pk=plan(world)[0]).update(state="open")
    return plan(world)


def attached(world: World) -> tuple:
    """A file beside the plan."""
    open_plan(world)
    return (SubmissionFile.objects.filter(submission=plan(world)[0]).first().pk,)


def trial_evidence(world: World) -> tuple:
    """A file that proves the trial operation of the pilot."""
    file, checked = factories.evidence()[0]
    stored = store.put(file, checked.mime)
    official = world.people["staff"]
    made = world.pilot.trial_evidence.create(file=stored, name=checked.name, by=official, at=clock.now())
    return (made.pk,)


def award_year(world: World) -> tuple:
    return (world.application.cycle.year,)


def membership(world: World) -> tuple:
    return (world.people["owner"].memberships.get().pk,)


def stranger(world: World) -> tuple:
    return (world.people["stranger"].pk,)


def proposal(world: World) -> tuple:
    """What another administrator proposed."""
    about, other = world.people["stranger"], factories.administrator()
    made = propose(ProposalKind.GRANT, actor=other, person=about, roles=["clerk"], reason="岗位调整")
    return (made.pk,)


def recovery(world: World) -> tuple:
    """The recovery of another administrator, asked for on the host."""
    return (ask_recovery(factories.administrator().email, reason="忘记密码").pk,)


def scoring(world: World) -> tuple:
    """A sheet that the reviewer is writing."""
    reviewer = world.people["reviewer"]
    sheet = factories.in_review(reviewers=[reviewer]).score_sheets.get()
    declare_no_conflict(sheet.pk, actor=reviewer)
    return (sheet.pk,)


def minutes(world: World) -> tuple:
    panel = world.application.score_sheets.first().panel_id
    values = {"held_on": date(2026, 8, 3), "attendees": "示例人员", "text": "示例纪要。"}
    file = store.put(factories.PDF, "application/pdf")
    staff = world.people["staff"]
    made = write_minutes(panel, actor=staff, values=values, after=0, file=file, file_name="纪要.pdf")
    return (made.pk,)


def invitation(world: World) -> Invitation:
    owner = world.people["owner"]
    return invite(owner.organisations.get(), "colleague@example.org", can_submit=False, actor=owner)


def text(world: World) -> tuple:
    """A reusable text of the recommender."""
    clerk = world.people["recommender"]
    office, name = clerk.organisations.get(), f"示例{OpinionText.objects.count()}"
    return (texts.save_text(office, actor=clerk, name=name, text="示例。").pk,)


def quota_request(world: World) -> tuple:
    """A request of the recommender for more parks."""
    clerk = world.people["recommender"]
    found = QuotaRequest.objects.first()
    found = found or ask_for_quota(clerk.organisations.get(), actor=clerk, asked=5, reason="示例。")
    return (found.pk,)


def receipt(world: World) -> int:
    revision, staff = world.application.current_revision, world.people["staff"]
    values = {"copies": 1, "received_on": clock.now().date(), "by": staff, "at": clock.now()}
    return PaperReceipt.objects.create(revision=revision, **values).pk


def saved_view(world: World) -> int:
    return SavedView.objects.create(
        owner_id=world.people["staff"].pk, list="screening", name="示例视图", query="state="
    ).pk


def notice(world: World) -> int:
    return PublicNotice.objects.earliest("pk").pk


def running_notice(world: World) -> int:
    undecided = dict.fromkeys(("confirmed_by", "confirmed_at", "awarded_by", "awarded_at"))
    later = clock.now() + timedelta(days=5)
    PublicNotice.objects.filter(pk=notice(world)).update(state="running", ends_at=later, **undecided)
    return notice(world)


def objection(world: World) -> Objection:
    now, about = clock.now(), {"notice_id": notice(world), "name": "示例异议人", "phone": "010-1"}
    return Objection.objects.create(**about, grounds="示例理由。", received_at=now, state_since=now)


def evidence(world: World) -> int:
    file = store.put(factories.PDF, "application/pdf")
    return ObjectionFile.objects.create(objection=objection(world), file=file, name="证明.pdf").pk


def built_case_file(world: World) -> tuple:
    made = ask_for_case_file(world.application.pk, actor=world.people["staff"])
    CaseFile.objects.filter(pk=made.pk).update(pdf=store.put(factories.PDF, "application/pdf"))
    return (world.application.pk, "pdf")


def corrected_day(world: World) -> int:
    by, day = world.people["staff"], date(2026, 9, 9)
    cycle = world.application.cycle
    return cycle.corrected_days.create(day=day, working=False, note="示例", by=by, at=clock.now()).pk


def measure(world: World) -> int:
    granted = {"kind": "publicity", "granted_on": date(2026, 9, 9), "at": clock.now()}
    return world.pilot.support_measures.create(
        **granted, entry=world.pilot.entry, by=world.people["staff"]
    ).pk


def change(world: World) -> tuple:
    """A change of targets that the owner writes."""
    now = clock.now()
    return (world.pilot.submissions.create(kind="change", number=1, state_since=now, opened_at=now).pk,)


def open_evaluation(world: World) -> tuple:
    """An evaluation of the pilot that is being written."""
    now = clock.now()
    evaluations = world.pilot.evaluations
    running = evaluations.running().first() or evaluations.create(
        kind="tracking", number=evaluations.count() + 1, state_since=now, opened_at=now
    )
    return (running.pk,)


def evaluation(world: World) -> tuple:
    """An evaluation of the pilot that is confirmed."""
    now, (pk,) = clock.now(), open_evaluation(world)
    said = {"outcome": "keeps", "findings": "示例。", "reasons": "示例。"}
    people = {"proposed_by": factories.staff(), "confirmed_by": world.people["staff"]}
    rows = world.pilot.evaluations.filter(pk=pk)
    rows.update(state="confirmed", proposed_at=now, confirmed_at=now, **said, **people)
    return (pk,)


def evaluation_evidence(world: World) -> tuple:
    """A file of a confirmed evaluation."""
    (pk,) = evaluation(world)
    stored, official = store.put(factories.PDF, "application/pdf"), world.people["staff"]
    attached = world.pilot.evaluations.get(pk=pk).attached
    return (attached.create(file=stored, name="核查纪要.pdf", by=official, at=clock.now()).pk,)


def condition(world: World) -> tuple:
    """A condition of a confirmed evaluation."""
    (pk,) = evaluation(world)
    conditions = world.pilot.evaluations.get(pk=pk).conditions
    return (conditions.create(text="示例。", due_on=date(2027, 1, 1)).pk,)


def documented_measure(world: World) -> int:
    file = store.put(factories.PDF, "application/pdf")
    pk = measure(world)
    world.pilot.support_measures.filter(pk=pk).update(file=file, file_name="资金文件.pdf")
    return pk


def old_pilot(world: World) -> tuple:
    """A pilot of a paper year that is not followed yet."""
    entry = factories.paper_project(factories.organisation(), state=LibraryState.SELECTED)
    return (entry.pk,)


def taking_on(world: World) -> tuple:
    """What somebody proposed of an old pilot."""
    (entry,) = old_pilot(world)
    made = propose_taking_on(
        entry,
        actor=factories.staff(),
        facts={"state": "completed", "selected_on": date(2024, 3, 1), "ended_on": date(2025, 3, 1)},
        known_gaps="无",
        basis="示例文号",
    )
    return (made.pk,)
