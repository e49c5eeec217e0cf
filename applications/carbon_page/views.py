"""The carbon figures of a draft and of a revision: the sheet, its sums, the annex (A1 项目绩效, A2 创建措施和成效)."""

import json
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from applications.carbon import reduction
from applications.carbon.annex import TITLE, NotComplete, annex_of, as_pdf, as_word
from applications.carbon.figures import figures_shown
from applications.carbon.offers import offers
from applications.carbon_page.actions import Overtaken, attach_annex, digest, save_carbon, take_over
from applications.carbon_page.forms import calculation_forms, history_forms
from applications.carbon_page.saving import SENT, WHOLE, sent_mark, sheet_mark
from applications.filling.hints import of_the_sheet
from applications.filling.lacks import annex_is_old, carbon_faults
from applications.filling.page import draft_context, draft_page, drafts_of
from applications.filling.pages import following, page_of
from applications.materials.views import draft_file
from applications.models import Application, Revision
from applications.year.progress import counting
from journal import clock
from journal.workflow import Refused
from programme.factors import units
from programme.factors.kept import kept
from programme.factors.register import Factor, factors_for
from programme.models import Cycle
from programme.notice import Carbon

DOCUMENTS = {
    "word": (as_word, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (as_pdf, "pdf", "application/pdf"),
}

TEMPLATES = {
    Carbon.CALCULATION: "applications/carbon_page/reduction.html",
    Carbon.HISTORY: "applications/carbon_page/leader.html",
}


@draft_page
def carbon(request: HttpRequest, application: Application) -> HttpResponse:
    """The sheet: every POST saves what was typed; then it adds a row, takes a text over, attaches the annex, goes on."""
    if application.programme_form.carbon is None:
        raise Http404
    if request.method != "POST":
        return _show(request, application, application.carbon)
    typed = SENT[application.programme_form.carbon](request.POST)
    base = sent_mark(request.POST)
    try:
        saved = save_carbon(application.pk, actor=request.user, carbon=typed, base=base)
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
        other = {"copy": json.dumps({WHOLE: base})} | _other_version(overtaken.application)
        return _show(request, application, typed, other, status=409)
    saved = get_object_or_404(drafts_of(request.user), pk=saved.pk)
    anchor = _act(request, saved)
    if "continue" in request.POST and not carbon_faults(saved):
        return redirect(following(saved, "carbon"))
    return redirect(page_of(saved, "carbon").url + (f"#{anchor}" if anchor else ""))


def _act(request: HttpRequest, application: Application) -> str:
    """Do what was asked beside saving; return the place of the page to go back to, empty to go on."""
    data, anchor = request.POST, ""
    try:
        if "annex" in data:
            anchor = "annex"
            attach_annex(application, actor=request.user)
            messages.success(request, f"已生成《{TITLE}》并附在申报材料中。")
        elif "take" in data:
            anchor = "offers"
            _take(request, application)
        else:
            _renew_annex(request, application)
    except Refused as refusal:
        messages.error(request, str(refusal))
    added = next((key.removeprefix("add-") for key in data if key.startswith("add-")), "")
    removed = any(key.startswith("remove-") for key in data)
    return anchor or (f"{added}-end" if added else "carbon" if removed else "")


def _take(request: HttpRequest, application: Application) -> None:
    key, _, seen = request.POST["take"].partition("-")
    offered = offers(application.form, application.answers, application.carbon, _year(application))
    offer = next((each for each in offered if each.key == key and each.seen == seen), None)
    if offer is None:
        raise Refused("数字刚刚有变化，请对照新的文字后再带入。")
    take_over(application.pk, actor=request.user, offer=offer)
    messages.success(request, f"已带入申报表「{offer.label}」。")


def _renew_annex(request: HttpRequest, application: Application) -> None:
    """An annex that the portal made follows the sheet, as soon as the sheet is whole again."""
    old = any(annex_is_old(application, attachment) for attachment in application.attachments.all())
    if old and reduction.read(application.carbon).complete:
        attach_annex(application, actor=request.user)
        messages.success(request, f"核算表有变化，已重新生成并替换所附的《{TITLE}》。")


def _today() -> date:
    return clock.day_of(clock.now())


def _year(application: Application) -> int:
    return counting(application, clock.now(), Cycle.objects.cutoffs()).year


def _annexes(application: Application) -> dict:
    """The annexes that the portal made and that are attached, and whether one is older than the sheet."""
    made = [attachment for attachment in application.attachments.all() if attachment.made_from]
    old = [each for each in made if annex_is_old(application, each)]
    rows = [
        draft_file(each) | {"delete_url": "", "note": "早于核算表" if each in old else "与核算表一致"}
        for each in made
    ]
    return {"annexes": rows, "annex_old": bool(old)}


def _other_version(application: Application) -> dict:
    """What the page shows of figures that somebody else saved meanwhile."""
    shown = figures_shown(application.sheet, application.carbon, _year(application), _today())
    return {"other": shown, "seen": digest(application.carbon)}


def other_version_html(application: Application) -> str:
    """Figures that somebody else saved meanwhile, to be put above what is typed."""
    context = _other_version(application) | {"page": page_of(application, "carbon")}
    return render_to_string("applications/carbon_page/other.html", context)


def _show(
    request: HttpRequest, application: Application, carbon: dict, other: dict | None = None, status: int = 200
) -> HttpResponse:
    """The page with these figures; ``other`` is what stands there of those that somebody saved meanwhile."""
    context = carbon_context(application, carbon, "check" in request.GET) | (other or {})
    template = TEMPLATES[application.programme_form.carbon]
    return render(request, template, context, status=status)


def carbon_context(application: Application, carbon: dict, check: bool = False) -> dict:
    """What the page shows with these figures in its fields, and around them what is saved.

    Args:
        check: show also what is still missing.
    """
    year, today = _year(application), _today()
    register = factors_for(today)
    technology = application.programme_form.carbon == Carbon.CALCULATION
    shown = calculation_forms(carbon, check, today) if technology else history_forms(carbon, year)
    return (draft_context(application, "carbon") | shown | _annexes(application)) | {
        "copy": json.dumps(sheet_mark(application.carbon)),
        "problems": [(lack.url.partition("#")[2], lack.message) for lack in carbon_faults(application)],
        "other": False,
        "offers": offers(application.form, application.answers, application.carbon, year),
        "hints": of_the_sheet(application),
        "result": figures_shown(application.sheet, application.carbon, year, today),
        "technology": technology,
        "tables": units.for_browser(),
        "factors": {row.key: _texts(row) for row in register},
        "register": register,
        "unit_names": list(units.UNITS),
        "factor_examples": units.FACTOR_EXAMPLES,
        "last_year": year - 1,
    }


def _texts(row: Factor) -> dict[str, str]:
    """What the script puts beside a choice: the same as ``programme.factors.kept.settled``."""
    texts = kept(row)
    return {"factor": texts.value, "factor_unit": texts.unit, "year": texts.year, "source": texts.source}


@require_POST
@draft_page
def renew_annex(request: HttpRequest, application: Application) -> HttpResponse:
    """Make the annex anew where its age is told, and come back there; ``back``: check, else the materials."""
    back = "check" if request.POST.get("back") == "check" else "materials"
    if application.programme_form.carbon != Carbon.CALCULATION:
        raise Http404
    anchor = ""
    try:
        made = attach_annex(application, actor=request.user)
        anchor = f"#file-{made.pk}" if back == "materials" else ""
        messages.success(request, f"已重新生成并替换《{TITLE}》。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(application, back).url + anchor)


@require_safe
@draft_page
def carbon_document(request: HttpRequest, application: Application, what: str) -> HttpResponse:
    """The annex of the draft as it stands, to look at or to go on with in Word."""
    return _document(application.carbon, application.answers, what)


@require_safe
def revision_carbon(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The annex as it follows from the figures of a revision."""
    visible = Revision.objects.visible_to(request.user).select_related("application")
    revision = get_object_or_404(visible, pk=pk)
    if revision.application.programme_form.carbon != Carbon.CALCULATION:
        raise Http404
    return _document(revision.carbon, revision.answers, what)


def _document(carbon: dict, answers: dict, what: str) -> HttpResponse:
    if what not in DOCUMENTS:
        raise Http404
    make, extension, mime = DOCUMENTS[what]
    try:
        content = make(annex_of(carbon, answers))
    except NotComplete as error:
        raise Http404 from error
    answer = HttpResponse(content, content_type=mime)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{TITLE}.{extension}")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
