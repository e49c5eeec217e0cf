"""The steps of a story: each is a real action, done by the person whose turn it is.

A step takes the world and the story; what else it takes stands in the story's YAML beside ``do``.
"""

from collections.abc import Iterable

from accounts.models import User
from applications.begin import actions as begin
from applications.filling import saving
from applications.materials import actions as materials
from applications.models import Application, PreCheck
from applications.paper.desk import actions as desk
from applications.recommending import actions as recommending
from applications.recommending.precheck import actions as precheck_actions
from applications.recommending.precheck.lines import lines_of
from applications.remarks.places import Noted
from applications.states import Route
from applications.submitting import actions
from config.demo.steps import endings, evaluating, piloting, results, reviewing, supporting, taking_on
from config.demo.steps.compliance import look_up
from config.demo.steps.visits import visit, visited
from config.demo.stories import Story, World
from journal import clock
from journal.clock import day_of
from programme.library import actions as library
from programme.notice import PAPER_COPIES, form_of
from reviews.models import Screening
from reviews.screening.actions import screen
from sheets import answers as sheet_answers


def start(world: World, story: Story) -> None:
    """Start the draft, fill it in and attach the files."""
    applicant = _applicant(world, story)
    unit = world.units[story.data["applicant"]]
    story.application = begin.start(unit, story.data["sheet"], actor=applicant).pk
    edit(world, story, files=story.data.get("files", ()))


def edit(world: World, story: Story, answers: dict | None = None, files: Iterable[str] = ()) -> None:
    """Fill the draft with the story's answers, changed by ``answers``, and attach further files."""
    applicant, data, application = _applicant(world, story), story.data, _application(story)
    data["answers"] |= answers or {}
    conditions = [condition.key for condition in application.programme_form.conditions]
    saving.save_draft(
        application.pk,
        actor=applicant,
        answers=_answers(world, story, application),
        field=data["field"],
        district=data.get("district", application.district),
        route=Route.RECOMMENDED if "recommender" in data else Route.DIRECT,
        recommender=world.units[data["recommender"]] if "recommender" in data else None,
        confirmed_conditions=[*data.get("conditions", conditions), *data.get("also", ())],
        norm_reasons=data.get("reasons", {}),
        carbon=data.get("carbon", {}),
    )
    for key in files:
        file, slot = world.materials.file(key), world.materials.slot(key)
        name = world.materials.file_name(key)
        materials.attach(application.pk, actor=applicant, material=slot, file=file, name=name)


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
    """The recommender pre-checks and recommends, and the city receives."""
    precheck(world, story)
    recommending.forward(
        story.application,
        actor=world.member(story.data["recommender"]),
        opinion={
            "recommender_contact": "示例经办人",
            "recommender_phone": "010-87654321",
            "recommender_opinion": opinion,
        },
        dated=day_of(clock.now()),
    )


def precheck(world: World, story: Story) -> None:
    """The recommender goes through conditions and materials, and finds nothing missing."""
    revision = Application.objects.get(pk=story.application).current_revision
    answers = {"findings": {}, "materials": {}}
    for line in lines_of(revision):
        answers[line.kind][line.key] = {"met": True, "remark": ""}
    kept = PreCheck.objects.filter(revision=revision).first()
    precheck_actions.save_precheck(
        story.application,
        actor=world.member(story.data["recommender"]),
        revision_id=revision.pk,
        opinion={},
        dated=None,
        seen=precheck_actions.mark_of(kept),
        **answers,
    )


def send_back(world: World, story: Story, reasons: str, places: dict | None = None) -> None:
    """The recommender returns it for changes; ``places`` is place → remark."""
    clerk = world.member(story.data["recommender"])
    remarks = [Noted(*each) for each in (places or {}).items()]
    recommending.return_to_applicant(story.application, actor=clerk, reasons=reasons, remarks=remarks)


def decline(world: World, story: Story, reasons: str) -> None:
    """The recommender does not recommend."""
    recommending.decline(story.application, actor=world.member(story.data["recommender"]), reasons=reasons)


def paper(world: World, story: Story, copies: int = PAPER_COPIES, note: str = "") -> None:
    """The centre registers paper copies of the current revision."""
    desk.register_paper(
        _application(story).current_revision,
        actor=world.people["centre"],
        copies=copies,
        received_on=day_of(clock.now()),
        note=note,
    )


def accept(world: World, story: Story, remarks: str = "") -> None:
    """Screening: the record is looked up, and it is accepted."""
    look_up(world, story)
    _screen(world, story, Screening.Outcome.ACCEPTED, {}, remarks)


def ask_correction(world: World, story: Story, unmet: dict, remarks: str, places: dict | None = None) -> None:
    """Screening: to be corrected within the usual days; ``unmet`` is condition → remark, ``places`` place → remark."""
    due = _application(story).cycle.correction_due(clock.now())
    placed = [Noted(*each) for each in (places or {}).items()]
    _screen(world, story, Screening.Outcome.CORRECTION, unmet, remarks, due=due, placed=placed)


def not_eligible(world: World, story: Story, unmet: dict, remarks: str) -> None:
    """Screening: not eligible."""
    _screen(world, story, Screening.Outcome.NOT_ELIGIBLE, unmet, remarks)


def _screen(world: World, story: Story, outcome: str, unmet: dict, remarks: str, **correction) -> None:
    findings = {
        condition.key: {"met": condition.key not in unmet, "remark": unmet.get(condition.key, "")}
        for condition in form_of(story.data["sheet"]).conditions
    }
    staff = world.people["staff"]
    screen(story.application, actor=staff, outcome=outcome, findings=findings, remarks=remarks, **correction)


def grade(world: World, story: Story, grade: str) -> None:
    """The city grades the entry of the library."""
    entry = _application(story).entry_id
    library.set_grade(entry, actor=world.people["staff"], grade=grade)


STEPS = {
    step.__name__: step
    for step in (
        *(start, edit, submit, resubmit, withdraw, precheck, forward, send_back, decline, paper),
        *(accept, ask_correction, not_eligible, visit, visited),
        *reviewing.STEPS,
        *results.STEPS,
        *(step for steps in (piloting, evaluating, endings, supporting, taking_on) for step in steps.STEPS),
        grade,
    )
}


def _applicant(world: World, story: Story) -> User:
    return world.member(story.data["applicant"])


def _application(story: Story) -> Application:
    return Application.objects.get(pk=story.application)
