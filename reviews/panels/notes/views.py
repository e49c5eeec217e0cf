"""What a panel discussed, on the pages of city staff: points on each application, minutes, printable (REV-2)."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from applications.models import Application
from files import store
from files.refusals import FileRefused
from files.responses import serve
from journal.workflow import Refused
from reviews.models import Minutes, Panel, PanelNote
from reviews.panels.notes.actions import write_minutes, write_note
from reviews.panels.notes.forms import MinutesForm, NoteForm
from reviews.panels.queries import before
from reviews.ranking.rows import ranked


@require_safe
@only_for(Capability.FORM_PANELS)
def panel_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes and the points discussed on each application, beside its result; printable."""
    panel = _panel(pk)
    notes, versions = PanelNote.objects.before(panel), _versions(panel)
    context = {
        "panel": panel,
        "minutes": versions[0] if versions else None,
        "rows": [(row, notes.get(row.application.pk)) for row in ranked(before(panel))],
    }
    return render(request, "reviews/panels/notes/notes.html", context)


@only_for(Capability.FORM_PANELS)
def panel_note(request: HttpRequest, pk: int, application_pk: int) -> HttpResponse:
    """Write down what the panel discussed on an application; earlier versions below."""
    panel = _panel(pk)
    cases = Application.objects.filter(score_sheets__panel=panel).select_related("entry").distinct()
    case = get_object_or_404(cases.light(), pk=application_pk)
    versions = list(PanelNote.objects.filter(panel=panel, application=case).select_related("by"))
    known = {"after": versions[0].number, "text": versions[0].text} if versions else {"after": 0}
    form = NoteForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            write_note(pk, case.pk, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form = _continued(form, known["after"], refusal)
        else:
            messages.success(request, f"已记录 {case.number} 的讨论要点。")
            return redirect("panel_notes", pk=pk)
    context = {"panel": panel, "case": case, "form": form, "versions": versions}
    return render(request, "reviews/panels/notes/note.html", context)


@only_for(Capability.FORM_PANELS)
def panel_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes of a panel; earlier versions below."""
    panel = _panel(pk)
    versions = _versions(panel)
    names = ("held_on", "attendees", "text")
    known = {name: getattr(versions[0], name) for name in names} if versions else {}
    known["after"] = versions[0].number if versions else 0
    form = MinutesForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_minutes(pk, form, actor=request.user)
        except (Refused, FileRefused) as refusal:
            form = _continued(form, known["after"], refusal)
        else:
            messages.success(request, "会议纪要已保存。")
            return redirect("panel_notes", pk=pk)
    return render(
        request, "reviews/panels/notes/minutes.html", {"panel": panel, "form": form, "versions": versions}
    )


@require_safe
@only_for(Capability.FORM_PANELS, Capability.READ_REVIEW)
def minutes_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed original of one version of minutes."""
    minuteses = Minutes.objects.visible_to(request.user).select_related("file")
    minutes = get_object_or_404(minuteses, pk=pk)
    if minutes.file is None:
        raise Http404
    return serve(minutes.file, minutes.file_name, inline="show" in request.GET)


def _versions(panel: Panel) -> list[Minutes]:
    """All versions of the minutes of a panel, newest first."""
    return list(panel.minutes.select_related("by", "file"))


def _panel(pk: int) -> Panel:
    return get_object_or_404(Panel.objects.select_related("cycle"), pk=pk)


@transaction.atomic
def _keep_minutes(pk: int, form: MinutesForm, *, actor: User) -> None:
    """Store the file in one transaction with the version that names it."""
    values, after = form.values, form.cleaned_data["after"]
    if form.checked is None:
        write_minutes(pk, actor=actor, values=values, after=after)
        return
    file = store.put(form.cleaned_data["file"], form.checked.mime)
    write_minutes(pk, actor=actor, values=values, after=after, file=file, file_name=form.checked.name)


def _continued(form: NoteForm | MinutesForm, seen: int, refusal: Exception) -> NoteForm | MinutesForm:
    """The form with what was typed and the sentence; sent again, it follows on the version now shown below."""
    fresh = type(form)(form.data.copy())
    fresh.data["after"] = str(seen)
    fresh.full_clean()
    fresh.add_error(None, str(refusal))
    return fresh
