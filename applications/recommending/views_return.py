"""Sending an application back, or declining it, with reasons; a return also with remarks at places (REC-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from applications.dossier import revision as dossier_revision
from applications.models import Application, PreCheck
from applications.recommending import actions as recommending
from applications.recommending.forms import ReasonsForm
from applications.recommending.precheck import lines as precheck_lines
from applications.recommending.views_form import opened
from applications.remarks.forms import RemarkRows
from applications.remarks.places import CONDITION, MATERIAL, Noted
from applications.workflow import APPLICATION
from journal.workflow import Refused
from sheets.html import Marks

PLACE = {"findings": CONDITION, "materials": MATERIAL}


def recommender_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return to the applicant for changes; what the pre-check answered with 「否」 is offered as remarks."""
    application = opened(request, pk)
    answers, sent = application.current_revision.answers, request.POST or None
    found = _found(request, application)
    rows = RemarkRows(application, answers, sent, begun=found)
    judged = sent is not None and not rows.wants_more
    form = ReasonsForm(sent if judged else None, asked="需要修改的内容和理由")
    form.fields["reasons"].help_text = "申报单位会看到。可只写逐处意见。"
    if rows.wants_more:
        form.initial = {"reasons": request.POST.get("reasons", "")}
    elif judged and (not rows.is_valid() or rows.noted):
        form.fields["reasons"].required = False  # a faulty remark is said alone
    if judged and form.is_valid() & rows.is_valid():
        reasons = form.cleaned_data["reasons"]
        try:
            recommending.return_to_applicant(pk, actor=request.user, reasons=reasons, remarks=rows.noted)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"已退回「{application.title}」，申报单位会收到您写的理由。")
            return redirect("recommender_list")
    return _page(request, application, form, "return", rows, from_precheck=bool(found))


def recommender_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not recommend; the applicant reads why."""
    application = opened(request, pk)
    form = ReasonsForm(request.POST or None, asked="不予推荐的理由")
    if request.method == "POST" and form.is_valid():
        try:
            recommending.decline(pk, actor=request.user, reasons=form.cleaned_data["reasons"])
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, f"已对「{application.title}」作出不予推荐的决定，申报单位会收到您写的理由。"
            )
            return redirect("recommender_list")
    return _page(request, application, form, "decline")


def _page(
    request: HttpRequest,
    application: Application,
    form: ReasonsForm,
    act: str,
    rows: RemarkRows | None = None,
    *,
    from_precheck: bool = False,
) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "act": act,
        "possible": act in APPLICATION.available(application, request.user),
        "remark_rows": rows,
        "from_precheck": from_precheck,
        "problems": rows.problems if rows else [],
        "paper": dossier_revision.paper_of(application.current_revision, marks=Marks() if rows else None),
        "attachments": dossier_revision.attachments_of(application.current_revision),
    }
    return render(request, "applications/recommending/send_back.html", context)


def _found(request: HttpRequest, application: Application) -> list[Noted]:
    """What the pre-check answered with 「否」, each at its condition or material."""
    revision = application.current_revision
    precheck = PreCheck.objects.at_desk_of(request.user).filter(revision=revision).first()
    return [
        Noted(f"{PLACE[line.kind]}{line.key}", remark)
        for line, remark in precheck_lines.refused_lines(precheck, revision)
    ]
