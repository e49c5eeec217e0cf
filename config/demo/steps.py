"""The steps of a story: each is a real action, done by the person whose turn it is.

A step takes the world and the story; what else it takes stands in the story's YAML beside ``do``.
"""

from collections.abc import Iterable

from accounts.models import User
from applications import actions, actions_recommender, actions_staff
from applications.models import Application
from applications.states import Route
from config.demo.stories import Story, World
from journal import clock
from pilots import actions as pilots
from pilots.cutoff import BEIJING, correction_due
from pilots.models import Pilot
from pilots.programme import CONDITIONS, CORRECTION_DAYS, PAPER_COPIES, Sheet
from reviews import actions as reviews
from reviews import actions_panel as panels
from reviews.models import Assignment, Decision, Panel, Screening
from reviews.rubrics import rubric_of
from sheets import answers as sheet_answers


def start(world: World, story: Story) -> None:
    """Start the draft, fill it in and attach the files."""
    applicant = _applicant(world, story)
    unit = world.units[story.data["applicant"]]
    story.application = actions.start(unit, story.data["sheet"], actor=applicant).pk
    edit(world, story, files=story.data.get("files", ()))


def edit(world: World, story: Story, answers: dict | None = None, files: Iterable[str] = ()) -> None:
    """Fill the draft with the story's answers, changed by ``answers``, and attach further files."""
    applicant, data, application = _applicant(world, story), story.data, _application(story)
    data["answers"] |= answers or {}
    conditions = [condition.key for condition in CONDITIONS[Sheet(application.sheet)]]
    actions.save_draft(
        application.pk,
        actor=applicant,
        answers=_answers(world, story, application),
        field=data["field"],
        district=data.get("district", application.district),
        route=Route.RECOMMENDED if "recommender" in data else Route.DIRECT,
        recommender=world.units[data["recommender"]] if "recommender" in data else None,
        confirmed_conditions=[*data.get("conditions", conditions), *data.get("also", ())],
        norm_reasons=data.get("reasons", {}),
    )
    for key in files:
        file, slot = world.materials.file(key), world.materials.slot(key)
        name = world.materials.file_name(key)
        actions.attach(application.pk, actor=applicant, material=slot, file=file, name=name)


def _answers(world: World, story: Story, application: Application) -> dict:
    """The answers of the story, with what is the same in all, as the form keeps them."""
    unit, form = world.units[story.data["applicant"]], application.form
    known = {
        "applicant_name": unit.name,
        "applicant_nature": unit.nature,
        "address": unit.address,
        "location": unit.address,
        "legal_representative": "示例法人",
        "contact_name": "示例联系人",
        "contact_phone": "13800000000",
        "contact_email": _applicant(world, story).email,
    }
    return sheet_answers.dump(
        form, sheet_answers.load(form, sheet_answers.tidy(form, known | story.data["answers"]))
    )


def submit(world: World, story: Story) -> None:
    """Submit to the city, or to the recommender."""
    actions.submit(story.application, actor=_applicant(world, story))


def resubmit(world: World, story: Story) -> None:
    """Hand in the correction."""
    actions.resubmit(story.application, actor=_applicant(world, story))


def withdraw(world: World, story: Story, reason: str) -> None:
    """Withdraw before the decision."""
    actions.withdraw(story.application, actor=_applicant(world, story), reason=reason)


def forward(world: World, story: Story, opinion: str) -> None:
    """The recommender recommends, and the city receives."""
    actions_recommender.forward(
        story.application,
        actor=world.member(story.data["recommender"]),
        opinion={
            "recommender_contact": "示例经办人",
            "recommender_phone": "010-87654321",
            "recommender_opinion": opinion,
        },
        dated=clock.now().astimezone(BEIJING).date(),
    )


def send_back(world: World, story: Story, reasons: str) -> None:
    """The recommender returns it for changes."""
    clerk = world.member(story.data["recommender"])
    actions_recommender.return_to_applicant(story.application, actor=clerk, reasons=reasons)


def decline(world: World, story: Story, reasons: str) -> None:
    """The recommender does not recommend."""
    actions_recommender.decline(
        story.application, actor=world.member(story.data["recommender"]), reasons=reasons
    )


def paper(world: World, story: Story, copies: int = PAPER_COPIES, note: str = "") -> None:
    """The centre registers paper copies of the current revision."""
    actions_staff.register_paper(
        _application(story).current_revision,
        actor=world.people["centre"],
        copies=copies,
        received_on=clock.now().astimezone(BEIJING).date(),
        note=note,
    )


def accept(world: World, story: Story, remarks: str = "") -> None:
    """Screening: accepted."""
    _screen(world, story, Screening.Outcome.ACCEPTED, {}, remarks)


def ask_correction(world: World, story: Story, unmet: dict, remarks: str) -> None:
    """Screening: to be corrected within the usual days; ``unmet`` is condition → remark."""
    due = correction_due(clock.now(), CORRECTION_DAYS)
    _screen(world, story, Screening.Outcome.CORRECTION, unmet, remarks, due)


def not_eligible(world: World, story: Story, unmet: dict, remarks: str) -> None:
    """Screening: not eligible."""
    _screen(world, story, Screening.Outcome.NOT_ELIGIBLE, unmet, remarks)


def _screen(world: World, story: Story, outcome: str, unmet: dict, remarks: str, due=None) -> None:
    findings = {
        condition.key: {"met": condition.key not in unmet, "remark": unmet.get(condition.key, "")}
        for condition in CONDITIONS[Sheet(story.data["sheet"])]
    }
    staff = world.people["staff"]
    reviews.screen(
        story.application, actor=staff, outcome=outcome, findings=findings, remarks=remarks, due=due
    )


def review(world: World, story: Story, panel: str) -> None:
    """Staff put it before a panel, by the panel's name."""
    found = Panel.objects.get(cycle__year=story.year, name=panel)
    panels.put_before_panel(story.application, actor=world.people["staff"], panel=found)


def declare(world: World, story: Story, by: Iterable[int]) -> None:
    """Reviewers, by number, declare that they have no conflict."""
    for number in by:
        reviewer = _reviewer(world, number)
        reviews.declare_no_conflict(_assignment(story, reviewer).pk, actor=reviewer)


def recuse(world: World, story: Story, by: int, conflict: str, note: str) -> None:
    """A reviewer steps back."""
    reviewer = _reviewer(world, by)
    reviews.recuse(_assignment(story, reviewer).pk, actor=reviewer, conflict=conflict, note=note)


def score(world: World, story: Story, by: int, scores: list[int], remarks: str, final: bool = True) -> None:
    """A reviewer scores, in the order of the rubric, and hands in the sheet (or only keeps it)."""
    reviewer = _reviewer(world, by)
    assignment = _assignment(story, reviewer)
    rubric = rubric_of(assignment.panel.cycle, assignment.panel.pilot_type)
    given = {str(criterion.pk): value for criterion, value in zip(rubric, scores, strict=final)}
    act = reviews.submit_sheet if final else reviews.save_scores
    act(assignment.pk, actor=reviewer, scores=given, remarks=remarks)


def select(world: World, story: Story, reason: str, remarks: str) -> None:
    """The city selects it as a pilot."""
    _decide(world, story, Decision.Outcome.SELECTED, reason, remarks)


def keep(world: World, story: Story, reason: str, remarks: str = "") -> None:
    """The city keeps it in the library."""
    _decide(world, story, Decision.Outcome.KEPT, reason, remarks)


def _decide(world: World, story: Story, outcome: str, reason: str, remarks: str) -> None:
    staff = world.people["staff"]
    reviews.decide(story.application, actor=staff, outcome=outcome, reason=reason, remarks=remarks)


def plan(world: World, story: Story, note: str) -> None:
    """The pilot's organisation hands in its plan."""
    pilots.submit_plan(
        _pilot(story).pk,
        actor=_applicant(world, story),
        file=world.materials.file("plan"),
        file_name=world.materials.file_name("plan"),
        note=note,
    )


def review_plan(world: World, story: Story, approved: bool, remarks: str) -> None:
    """The city approves the plan or returns it."""
    pilots.review_plan(_pilot(story).pk, actor=world.people["staff"], approved=approved, remarks=remarks)


def grant_title(world: World, story: Story, remarks: str) -> None:
    """The city grants the title."""
    pilots.grant_title(_pilot(story).pk, actor=world.people["staff"], remarks=remarks)


def grade(world: World, story: Story, grade: str) -> None:
    """The city grades the entry of the library."""
    entry = _application(story).entry_id
    pilots.set_grade(entry, actor=world.people["staff"], grade=grade)


STEPS = {
    step.__name__: step
    for step in (
        *(start, edit, submit, resubmit, withdraw, forward, send_back, decline, paper),
        *(accept, ask_correction, not_eligible, review, declare, recuse, score, select, keep),
        *(plan, review_plan, grant_title, grade),
    )
}


def _applicant(world: World, story: Story) -> User:
    return world.member(story.data["applicant"])


def _application(story: Story) -> Application:
    return Application.objects.get(pk=story.application)


def _reviewer(world: World, number: int) -> User:
    return world.people[f"reviewer{number}"]


def _assignment(story: Story, reviewer: User) -> Assignment:
    return Assignment.objects.get(application=story.application, reviewer=reviewer)


def _pilot(story: Story) -> Pilot:
    return Pilot.objects.get(entry__application=story.application)
