"""The life of a pilot in a story: plan, reports, changes, trial operation, self-evaluation (programme §3).

What a page asks for and the story does not say is filled in with plain sentences, until the page lacks nothing; figures
are a share of what the target aims at.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.files.base import ContentFile

from accounts.models import User
from config.demo.steps.sentences import OTHERWISE, SENTENCES
from config.demo.stories import Story, World
from files import store
from files.inspection import CheckedUpload
from journal import clock
from journal.clock import day_of
from pilots.change.actions import answer_change, begin_change, submit_change
from pilots.models import Pilot, Submission
from pilots.plan.actions import review_plan as review
from pilots.plan.actions import submit_plan
from pilots.progress.actions import answer_report, hand_in_report, open_report
from pilots.progress.layout import lines_of
from pilots.self_evaluation.actions import submit_self_evaluation
from pilots.self_evaluation.layout import place_name as reached_name
from pilots.self_evaluation.layout import targets_of
from pilots.states import Outcome, SubmissionKind, TargetKind
from pilots.submissions.actions import attach_file
from pilots.submissions.kinds import kind_of
from pilots.targets.rows import keys_in, place_name, plain, rows_in
from pilots.trial.actions import begin_trial
from pilots.writing.layout import Place, PlaceKind
from pilots.writing.saving import save_submission
from pilots.writing.versions import DOCUMENT

MOST_ROUNDS = 6
USUAL_BASELINE = 3.0  # times the reduction that is aimed at


def plan(
    world: World, story: Story, note: str, months: int = 18, reduction: str = "", baseline: str = ""
) -> None:
    """The pilot's organisation writes its plan and hands it in; who did so before changes it as it was asked to.

    Args:
        reduction: what it aims at a year in tCO2e, where the application has no calculation sheet to take it from.
        baseline: the emissions of a year before; where the story does not say it, three times what is aimed at.
    """
    pilot, person = pilot_of(story), applicant(world, story)
    submission = written(pilot, SubmissionKind.PLAN)
    life, today = pilot.entry.programme.life, day_of(clock.now())
    until = today + relativedelta(months=min(months, life.implementing_months))
    content = dict(submission.content)
    if reduction and not any(row.kind == TargetKind.REDUCTION for row in rows_in(content)):
        key = max(keys_in(content), default=0) + 1
        content |= {
            place_name(key, "kind"): TargetKind.REDUCTION,
            place_name(key, "name"): "每年减少温室气体排放",
            place_name(key, "value"): reduction,
            place_name(key, "baseline"): baseline or part_of(Decimal(reduction), USUAL_BASELINE),
        }
    if not any(row.kind == TargetKind.MILESTONE for row in rows_in(content)):
        key = max(keys_in(content), default=0) + 1
        content |= {
            place_name(key, "kind"): TargetKind.MILESTONE,
            place_name(key, "name"): "全部任务完成并投入运行",
        }
    for row in rows_in(content):
        content |= {
            place_name(row.key, "due"): until.isoformat(),
            place_name(row.key, "method"): SENTENCES["method"],
            place_name(row.key, "evidence"): SENTENCES["evidence"],
        }
    content |= {"until": until.isoformat(), "measures": f"{SENTENCES['measures']}{note}"}
    if not submission.attached.filter(place=DOCUMENT).exists():
        file, name = world.materials.file("plan"), world.materials.file_name("plan")
        attach_file(submission.pk, DOCUMENT, file, name, actor=person)
    write(submission, content, person)
    submit_plan(pilot.pk, actor=person, note=note)


def review_plan(world: World, story: Story, approved: bool, remarks: str) -> None:
    """The city approves the plan or returns it."""
    review(pilot_of(story).pk, actor=world.people["staff"], approved=approved, remarks=remarks)


def report(
    world: World,
    story: Story,
    share: float = 1.0,
    answer: str = Outcome.APPROVED,
    remarks: str = "",
    **entries: str,
) -> None:
    """Every progress report that is due is written with a share of what is expected, and answered by the city.

    Args:
        answer: what the city says; "" when it has not said anything yet. entries: what the page says besides.
    """
    pilot, person = pilot_of(story), applicant(world, story)
    while open_report(pilot.pk, clock.now()):
        pass
    due = list(pilot.submissions.unfinished().filter(kind=SubmissionKind.PROGRESS))
    if not due:
        raise ValueError(f"{story.name}: no report is due on {day_of(clock.now())}.")
    for submission in due:
        content = dict(submission.content)
        for line in lines_of(submission):
            if line.is_milestone:
                content[line.name("reached")] = "no"
            elif line.target.kind == TargetKind.AREA:
                content[line.name("value")] = plain(line.target.value)
            else:
                aim = line.expected.value if line.expected else line.target.value
                part = aim - line.before if line.target.measure.adds_up else aim
                content[line.name("value")] = part_of(max(part, Decimal(0)), share)
        write(submission, content | entries, person)
        hand_in_report(submission.pk, actor=person)
        if answer:
            answer_report(submission.pk, Outcome(answer), actor=world.people["staff"], remarks=remarks)


def change(
    world: World, story: Story, what: str, why: str, scale: float = 1.0, answer: str = "", remarks: str = ""
) -> None:
    """What is aimed at is changed (A3 §三.三): noted, or answered by the city; no answer: it waits.

    Args:
        scale: how much of the reduction that was aimed at is left.
    """
    pilot, person = pilot_of(story), applicant(world, story)
    submission = begin_change(pilot.pk, actor=person)
    content = dict(submission.content) | {"what": what, "why": why, "effect": SENTENCES["effect"]}
    for row in rows_in(content):
        if row.kind == TargetKind.REDUCTION and row.value is not None:
            content[place_name(row.key, "value")] = part_of(row.value, scale)
            content[place_name(row.key, "why")] = why
    write(submission, content, person)
    submit_change(submission.pk, actor=person)
    if answer:
        answer_change(submission.pk, Outcome(answer), actor=world.people["staff"], remarks=remarks)


def trial(world: World, story: Story, note: str = "") -> None:
    """Commissioning and trial operation begin today."""
    with store.open(world.materials.file("certificate").pk) as stored:
        data = stored.read()
    file = ContentFile(data), CheckedUpload("调试和试运行记录.pdf", "application/pdf", len(data), 1)
    begin_trial(
        pilot_of(story).pk,
        actor=applicant(world, story),
        day=day_of(clock.now()),
        files=[file],
        note=note,
    )


def self_evaluate(world: World, story: Story, share: float = 1.0, **entries: str) -> None:
    """The self-evaluation says that this share of each target was reached.

    Args:
        entries: what the page says besides.
    """
    pilot, person = pilot_of(story), applicant(world, story)
    submission = written(pilot, SubmissionKind.SELF_EVALUATION)
    today = day_of(clock.now())
    content = dict(submission.content)
    for target in targets_of(pilot):
        if target.kind == TargetKind.MILESTONE:
            content[reached_name(target.key, "yes")] = "yes"
            continue
        content[reached_name(target.key, "value")] = part_of(target.value, share)
        if target.kind == TargetKind.REDUCTION:
            days = Decimal((today - pilot.trial_from).days + 1)
            content["measured"] = part_of(target.value * days / 365, share)
    content |= {"measured_from": pilot.trial_from.isoformat(), "measured_to": today.isoformat()}
    write(submission, content | entries, person)
    submit_self_evaluation(pilot.pk, actor=person)


def write(submission: Submission, content: Mapping[str, str], person: User) -> None:
    """Save what the story says, and fill in what the page still lacks."""
    kind, today = kind_of(submission), day_of(clock.now())
    submission.content = submission.content | dict(content)
    for _ in range(MOST_ROUNDS):
        lacks = [name for name, _ in kind.faults(submission, today)]
        if not lacks:
            break
        places = kind.layout_of(submission).places
        submission.content |= {name: usual(places[name], today) for name in lacks}
    else:
        raise ValueError(f"{submission}: {lacks} is still lacking.")
    save_submission(submission.pk, submission.content, actor=person, layout_of=kind.layout_of)


def usual(place: Place, today: date) -> str:
    """What is written at a place of which the story says nothing."""
    if place.kind is PlaceKind.CHOICE:
        return place.choices[0][0]
    if place.kind is PlaceKind.DAY:
        return today.isoformat()
    if place.kind is PlaceKind.NUMBER:
        raise ValueError(f"The story must say the number of {place.name}: {place.label}.")
    known = (text for stem, text in SENTENCES.items() if stem in place.name.split("_"))
    return next(known, OTHERWISE)


def part_of(value: Decimal, share: float) -> str:
    """A share of a value, as it is typed."""
    return plain((value * Decimal(str(share))).quantize(Decimal("0.01")))


def written(pilot: Pilot, kind: str) -> Submission:
    """The submission of a kind that is still to be handed in."""
    rows = pilot.submissions.unfinished().select_related("pilot__entry__cycle")
    return rows.get(kind=kind)


def applicant(world: World, story: Story) -> User:
    """Who hands in for the organisation of a story."""
    return world.member(story.data["applicant"])


def pilot_of(story: Story) -> Pilot:
    """The pilot of a story, read anew."""
    rows = Pilot.objects.select_related("entry__cycle")
    return rows.get(entry=story.entry) if story.entry else rows.get(entry__application=story.application)


STEPS: tuple[Callable, ...] = (
    plan,
    review_plan,
    report,
    trial,
    self_evaluate,
    change,
)
