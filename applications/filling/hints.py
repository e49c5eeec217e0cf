"""The hints of ``plausibility`` on the pages of a draft: at their field, and as a list with links."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications.carbon.changed_factors import hints_on
from applications.carbon.plausibility import FIGURE_DIFFERS, Hint, subject_of
from applications.models import Application
from journal import clock
from sheets.answers import display, slot_at, slots
from sheets.kinds.characters import rare


@dataclass(frozen=True)
class Pointed:
    """A hint with the address of its field."""

    hint: Hint
    url: str


def found_in(application: Application) -> list[Hint]:
    """What the portal notices about the draft as it stands."""
    subject = subject_of(application.form, application.answers, application.carbon, application.field)
    return [*hints_on(subject, clock.day_of(clock.now())), *_rare(application)]


def _rare(application: Application) -> Iterator[Hint]:
    """Chinese characters that the fonts of the forms lack: they may stay, and the writer knows what becomes of them."""
    form = application.form
    for slot, value in slots(form, application.answers, form.applicant_parts):
        named, comma, check = rare(display(slot.leaf, value)).partition("，")
        if named:
            yield Hint("rare", slot.path, named + comma, check)


def notes_of(application: Application) -> dict[str, list[SafeString | str]]:
    """Key path → hints for the fields of the form; where a norm asks for a reason, with a link to the place for it."""
    found: dict[str, list[SafeString | str]] = {}
    for hint in found_in(application):
        found.setdefault(hint.path, []).append(_with_link(application, hint))
    return found


def notes_of_fields(application: Application, part: str) -> list[tuple[str, list[SafeString | str]]]:
    """HTML id and hints of every field of a part, also of those without any."""
    notes, form = notes_of(application), application.form
    places = slots(form, application.answers, (form.part(part),))
    return [(slot.html_id, notes.get(slot.path, [])) for slot, _ in places]


def _with_link(application: Application, hint: Hint) -> SafeString | str:
    if hint.key == FIGURE_DIFFERS:
        return format_html('{} <a href="{}#offers">查看核算表</a>', str(hint), _carbon(application))
    if not hint.norm:
        return str(hint)
    url = reverse("application_conditions", args=[application.pk])
    return format_html('{} <a href="{}#id_reason_{}">去说明理由</a>', str(hint), url, hint.norm)


def listed(application: Application) -> list[Pointed]:
    """The hints for the check page, each with its field. Norms are left out: the page asks for their reasons anyway."""
    return [Pointed(hint, _url(application, hint)) for hint in found_in(application) if not hint.norm]


def of_the_sheet(application: Application) -> list[SafeString | str]:
    """What the page of the calculation sheet says: hints about the sheet, and a form that names another figure."""
    found = []
    for hint in found_in(application):
        if hint.key == FIGURE_DIFFERS:
            found.append(
                format_html('{} <a href="{}">查看申报表的文字</a>', str(hint), _url(application, hint))
            )
        elif hint.path == "carbon":
            found.append(str(hint))
    return found


def _carbon(application: Application) -> str:
    return reverse("application_carbon", args=[application.pk])


def _url(application: Application, hint: Hint) -> str:
    if hint.path == "carbon":
        return _carbon(application)
    slot = slot_at(application.form, hint.path)
    return f"{reverse('application_form', args=[application.pk, slot.part.key])}#{slot.html_id}"
