"""Beginning an application: from nothing, again after it was not awarded, or as a copy. One function, one act."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Organisation, User
from applications.acts import COME_AGAIN, START
from applications.begin.once import once_only
from applications.materials.actions import attach
from applications.models import Application
from applications.requirements import materials_for
from applications.rules import member
from applications.states import Route, State
from applications.workflow import APPLICATION
from journal import clock
from journal.acts import Refused
from programme.cycles.receiving import cycle_at
from programme.models import LibraryEntry
from programme.notice import Sheet, form_of, programme_of
from sheets.answers import Trouble, problems, tidy
from sheets.definitions import Sheet as Form
from sheets.loading import definition


@once_only
@transaction.atomic
def start(
    organisation: Organisation, sheet: str, *, actor: User, begun_with: str | None = None
) -> Application:
    """Start a draft on one of the forms. Zones can only be recommended (REC-1).

    Raises:
        Refused: the year has no such form yet.
    """
    form = _form(cycle_at(clock.now()).year, sheet)
    return _new_draft(
        organisation,
        sheet,
        actor,
        begun_with=begun_with,
        district=organisation.district,
        route=Route.RECOMMENDED if programme_of(Sheet(sheet).pilot_type).must_be_recommended else "",
        answers=_known_answers(organisation, form, actor),
    )


def _form(year: int, sheet: str) -> Form:
    """The official form of a year.

    Raises:
        Refused: the definition of that year lacks it, since the form begins in a later one.
    """
    if form := definition(year).sheets.get(sheet):
        return form
    raise Refused(f"{year} 年度没有「{Sheet(sheet).label}」的申报表，不能申报。请选择其他申报表。")


def _new_draft(organisation: Organisation, sheet: str, actor: User, **fields) -> Application:
    come_from, at = fields.pop("come_from", None), fields.pop("at", None)
    with START.perform(actor=actor, at=at) as act:
        _require_few_drafts(organisation)
        cycle = cycle_at(act.now)
        act.about = application = Application.objects.create(
            organisation=organisation,
            sheet=sheet,
            cycle=cycle,
            begun_for=cycle.year,
            begun_at=act.now,
            state_since=act.now,
            created_by=actor,
            saved_at=act.now,
            saved_by=actor,
            **fields,
        )
        act.summary = application.get_sheet_display() + (f"，复制自{come_from}" if come_from else "")
    return application


def _require_few_drafts(organisation: Organisation) -> None:
    """Refuse one more draft to an organisation that has many it never submitted."""
    if (
        Application.objects.filter(organisation=organisation, state=State.DRAFT).count()
        >= settings.MAX_DRAFTS
    ):
        raise Refused(
            f"本单位没有提交的申报已有 {settings.MAX_DRAFTS} 项，不能再新建。请先提交，或在申报页面撤回不再需要的。"
        )


@once_only
def apply_again(application_id: int, *, actor: User, begun_with: str | None = None) -> Application:
    """Start from an earlier technology application without a title: its answers come along (ELI-R, A1 §二.5).

    Raises:
        Refused: it was not evaluated in an earlier year, or comes again already.
    """
    with APPLICATION.perform("apply_again", application_id, actor=actor) as act:
        earlier = act.object
        require_comes_again(_locked_entry(earlier.entry_id), act.now)
        again = _new_draft(
            earlier.organisation,
            earlier.sheet,
            actor,
            at=act.now,
            begun_with=begun_with,
            previous_entry_id=earlier.entry_id,
            field=earlier.field,
            district=earlier.district,
            route=earlier.route,
            recommender=earlier.recommender,
        )
        again.answers = tidy(again.form, earlier.current_revision.answers)
        again.carbon = earlier.current_revision.carbon
        again.save(update_fields=["answers", "carbon"])
        act.summary = f"沿用填报内容，开始 {again.cycle.year} 年度的申报"
        act.facts["application"] = again.pk
    return again


@once_only
def apply_again_from_library(
    entry_id: int, organisation: Organisation, *, actor: User, begun_with: str | None = None
) -> Application:
    """Start from a paper application of an earlier year that staff entered into the library (ELI-R).

    Raises:
        Refused: it is not of the person's organisation, was not evaluated in an earlier year, or comes again already.
    """
    with COME_AGAIN.perform(lambda: _locked_entry(entry_id), actor=actor) as act:
        entry = act.object
        if not LibraryEntry.objects.of_codes([organisation.pk]).filter(pk=entry_id).exists():
            raise Refused("只能再次申报本单位的项目。")
        require_comes_again(entry, act.now)
        form = _form(cycle_at(act.now).year, entry.sheet)
        again = _new_draft(
            organisation,
            entry.sheet,
            actor,
            at=act.now,
            begun_with=begun_with,
            previous_entry=entry,
            field=entry.field,
            district=entry.district or organisation.district,
        )
        again.answers = _known_answers(organisation, form, actor) | {"project_name": entry.name}
        again.save(update_fields=["answers"])
        act.summary = f"{entry.number}，开始 {again.cycle.year} 年度的申报"
        act.facts["application"] = again.pk
    return again


def _locked_entry(entry_id: int) -> LibraryEntry:
    """The earlier project, locked: two presses at once make one draft."""
    return LibraryEntry.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=entry_id)


def require_comes_again(entry: LibraryEntry, now: datetime) -> None:
    """Refuse what may not come again at ``now`` (ELI-R): only in a later year, once a cycle and earlier project.

    Raises:
        Refused: with the reason.
    """
    if not entry.is_earlier_project:
        raise Refused(
            "只有经过评审、没有获评优秀的技术项目可以再次申报；认定不符合申报条件的，请作为新的申报提交全部材料。"
        )
    year = cycle_at(now).year
    if year <= entry.cycle.year:
        raise Refused(
            f"「{entry.name}」参加的是 {entry.cycle.year} 年度评选，从 {entry.cycle.year + 1} 年度起才能再次申报。"
        )
    if again := Application.objects.coming_again([entry.pk], year).first():
        named = again.number or again.reference
        raise Refused(
            f"「{entry.name}」已经再次申报（{named}），一个年度只能申报一次。请继续办理原来的申报。"
        )


@once_only
@transaction.atomic
def copy(
    earlier: Application, *, with_files: bool, actor: User, begun_with: str | None = None
) -> Application:
    """Start a draft from an own application of any year and state: what was typed comes along.

    The conditions are to be confirmed anew. ELI-R is another way (``apply_again``): a copy is an application
    like any other and needs all materials.

    Args:
        with_files: take the files of the draft along as well.

    Raises:
        Refused: not an application of the actor's organisation.
    """
    if not member(actor, earlier):
        raise Refused("只能复制本单位的申报。")
    made = _new_draft(
        earlier.organisation,
        earlier.sheet,
        actor,
        begun_with=begun_with,
        come_from=earlier,
        **{
            name: getattr(earlier, name)
            for name in ("field", "district", "route", "recommender", "norm_reasons")
        },
    )
    made.answers, made.carbon = tidy(made.form, earlier.answers), earlier.carbon
    made.save(update_fields=["answers", "carbon"])
    if with_files:
        _copy_files(earlier, made, actor)
    return made


def _copy_files(earlier: Application, made: Application, actor: User) -> None:
    wanted = [material.key for material in materials_for(made)]
    for attachment in earlier.attachments.filter(material__in=wanted).select_related("file"):
        attach(
            made.pk,
            actor=actor,
            material=attachment.material,
            file=attachment.file,
            name=attachment.name,
            made_from=attachment.made_from,
        )


def _known_answers(organisation: Organisation, form: Form, actor: User) -> dict:
    """What the portal knows already, so that nobody types it twice. The form may ask for another kind of phone."""
    answers = {
        "applicant_name": organisation.name,
        "contact_name": actor.name,
        "contact_phone": actor.phone,
        "contact_email": actor.email,
    }
    if form_of(form.key).asks_applicant:
        answers |= {"applicant_nature": organisation.nature, "address": organisation.address}
    wrong = {problem.field_key for problem in problems(form, answers) if problem.trouble is Trouble.MALFORMED}
    return {key: value for key, value in answers.items() if value and key not in wrong}
