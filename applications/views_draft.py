"""The pages of a draft: basics, the parts of the form, conditions, materials. Saved incomplete at any time."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from applications.actions import detach, save_draft
from applications.forms import BasicsForm, ConditionsForm
from applications.models import Application, Attachment
from applications.progress import counting, reasons
from applications.rules import lacks, materials_for, may_edit, norms_outside
from applications.steps import following, navigation, page_of, pages
from applications.uploads import take_uploads
from applications.years import standing_now, warning
from files.responses import INLINE_TYPES
from journal import clock
from journal.workflow import Refused
from pilots.models import Cycle
from pilots.programme import MATERIAL_FILE_TYPES
from sheets.answers import sentence
from sheets.forms import PartForm
from sheets.grid import grid
from sheets.html import paper


def drafts_of(user):
    """Drafts that the person may open, with all that their pages show."""
    return (
        Application.objects.drafts_of(user)
        .select_related("cycle", "organisation", "recommender", "saved_by", "current_revision")
        .prefetch_related("attachments__file")
    )


def draft_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page its draft. Of another organisation: 404. Not to be changed now: back to its own page."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
        application = get_object_or_404(drafts_of(request.user), pk=pk)
        if not may_edit(request.user, application):
            messages.info(request, f"该申报当前为「{application.get_state_display()}」，内容不能修改。")
            return redirect(application)
        standing_now(application, counting(application, clock.now(), Cycle.objects.cutoffs()))
        try:
            return view(request, application, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(application)

    return guarded


def draft_context(application: Application, key: str) -> dict:
    """What every page of a draft shows: the steps, what is lacking, for which year it would count, why it is back."""
    cutoffs = Cycle.objects.cutoffs()
    counts = counting(application, clock.now(), cutoffs)
    standing_now(application, counts)
    found, listed = lacks(application), pages(application)
    page = next(page for page in listed if page.key == key)
    return {
        "application": application,
        "page": page,
        "steps": navigation(listed, key, found),
        "found": found,
        "page_lacks": page.lacks(found),
        "counting": counts,
        "year_warning": warning(application, counts, cutoffs),
        "reasons": reasons(application),
    }


def _onward(request: HttpRequest, application: Application, key: str, stay: bool = False) -> HttpResponse:
    """After saving: the next page for 保存并继续, else the same one, which then says what is wrong on it."""
    here = page_of(application, key).url
    return redirect(following(application, key) if "continue" in request.POST and not stay else here)


def _shows_gaps(request: HttpRequest, application: Application, key: str) -> bool:
    if "added" in request.GET:
        return False
    return "check" in request.GET or page_of(application, key).visited


@draft_page
def basics(request: HttpRequest, application: Application) -> HttpResponse:
    """Field, district, route, recommender. A POST without 保存并继续 shows the recommenders of the new district."""
    if request.method == "POST":
        form = BasicsForm(request.POST, application=application)
        fits = form.is_valid()
        saved = save_draft(application.pk, actor=request.user, **form.changes())
        return _onward(request, saved, "basics", stay=not fits)
    form = BasicsForm(application=application, complete=_shows_gaps(request, application, "basics"))
    context = draft_context(application, "basics") | {"form": form}
    return render(request, "applications/basics.html", context)


@draft_page
def form_part(request: HttpRequest, application: Application, part: str) -> HttpResponse:
    """One part of the official form, with the paper beside it. Malformed entries are saved and flagged."""
    form = application.form
    if part not in [each.key for each in form.applicant_parts]:
        raise Http404
    year = counting(application, clock.now(), Cycle.objects.cutoffs()).year
    if request.method == "POST":
        fields = PartForm(form, form.part(part), year, application.answers, request.POST)
        well_formed = fields.is_valid()
        application = _save_part(application, fields, request.user)
        if not request.htmx:
            if fields.restructured:
                return redirect(f"{page_of(application, part).url}?added=1#part")
            return _onward(request, application, part, stay=not well_formed)
    shows_gaps = _shows_gaps(request, application, part)
    fields = PartForm(form, form.part(part), year, application.answers, check=shows_gaps)
    context = draft_context(application, part) | {
        "fields": fields,
        "problems": [(anchor, sentence(label, message)) for anchor, label, message in fields.problems],
        "paper": _paper_of_part(application, part, year),
    }
    return render(request, "applications/form_part.html", context)


@transaction.atomic
def _save_part(application: Application, fields: PartForm, user) -> Application:
    """Put one part into the answers as they are now, so that people on other parts lose nothing."""
    stored = Application.objects.select_for_update().get(pk=application.pk)
    return save_draft(application.pk, actor=user, answers=fields.save_into(stored.answers))


def _paper_of_part(application: Application, key: str, year: int) -> SafeString:
    """The rows of one part as they stand on paper."""
    form = application.form
    whole = grid(form, application.answers, year)
    position = [part.key for part in form.parts].index(key)
    starts = [number for number, row in enumerate(whole.rows) if row.is_heading] + [len(whole.rows)]
    return paper(replace(whole, rows=whole.rows[starts[position] : starts[position + 1]], footnote=""))


@draft_page
def conditions(request: HttpRequest, application: Application) -> HttpResponse:
    """A box for each condition of the type, a reason for each norm that the application is outside of."""
    form = ConditionsForm(
        request.POST if request.method == "POST" else None,
        application=application,
        complete=request.method != "POST" and _shows_gaps(request, application, "conditions"),
    )
    if request.method == "POST":
        fits = form.is_valid()
        saved = save_draft(application.pk, actor=request.user, **form.changes())
        if fits:
            asked = {norm.key for norm in form.norms.values()}
            new = any(norm.key not in asked for norm in norms_outside(saved))
            return _onward(request, saved, "conditions", stay=new)
        application = saved
    context = draft_context(application, "conditions") | {"form": form}
    return render(request, "applications/conditions.html", context)


@draft_page
def materials(request: HttpRequest, application: Application) -> HttpResponse:
    """The material list: upload several files to a line; what is refused is said at its line."""
    lines = materials_for(application)
    refused, key = [], request.POST.get("material")
    if request.method == "POST":
        if key not in [line.key for line in lines]:
            raise Http404
        uploads = request.FILES.getlist("files")
        refused = take_uploads(application, key, uploads, actor=request.user)
        refused = refused if uploads else ["请先选择要上传的文件"]
        if not refused:
            return redirect(f"{page_of(application, 'materials').url}#material-{key}")
        application = get_object_or_404(drafts_of(request.user), pk=application.pk)
    context = draft_context(application, "materials")
    missing = [(lack.url.partition("#")[2], lack.message) for lack in context["page_lacks"]]
    gaps = missing if "check" in request.GET and not refused else []
    context |= {
        "lines": [_line(application, line, refused if line.key == key else []) for line in lines],
        "problems": [(f"files-{key}", sentence) for sentence in refused] or gaps,
        "accept": ",".join(f".{extension}" for extension in MATERIAL_FILE_TYPES),
        "types": "、".join(each.upper() for each in MATERIAL_FILE_TYPES if each != "jpeg"),
        "max_file": settings.MAX_FILE_BYTES,
        "max_total": settings.MAX_APPLICATION_BYTES,
        "total": sum(each.file.size for each in application.attachments.all()),
        "next_url": following(application, "materials"),
    }
    return render(request, "applications/materials.html", context)


def _line(application: Application, material, refused: list[str]) -> dict:
    attached = [each for each in application.attachments.all() if each.material == material.key]
    return {"material": material, "files": [draft_file(each) for each in attached], "refused": refused}


def draft_file(attachment: Attachment) -> dict:
    """A file of the draft as a row of the shared file list; it may be deleted."""
    url = reverse("attachment_file", args=[attachment.pk])
    return {
        "name": attachment.name,
        "size": attachment.file.size,
        "url": url,
        "preview_url": f"{url}?preview=1" if attachment.file.mime in INLINE_TYPES else "",
        "delete_url": reverse("attachment_delete", args=[attachment.pk]),
    }


@require_POST
def attachment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off the draft; what was submitted with a revision stays there."""
    attachment = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        detach(attachment, actor=request.user)
        messages.success(request, f"已删除「{attachment.name}」。")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("application_detail", attachment.application_id)
    return redirect("application_materials", attachment.application_id)
