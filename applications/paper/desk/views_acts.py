"""Asking for paper that is missing, and putting a mistaken registration right: acts of the paper desk (MAT-W)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.capabilities import Capability
from accounts.guards import only_for
from applications.dossier.revision import code_of
from applications.models import Application, PaperReceipt
from applications.paper.desk.actions import correct_receipt, remind_of_paper
from applications.paper.desk.forms import CorrectReceiptForm
from journal.workflow import Refused

MOST = 200  # of one click: more than a page shows


@only_for(Capability.REGISTER_PAPER)
@require_POST
def paper_remind(request: HttpRequest) -> HttpResponse:
    """Ask one applicant (``one``) or all that are ticked for the missing paper; who was asked today is not asked again."""
    wanted = [request.POST["one"]] if "one" in request.POST else request.POST.getlist("application")[:MOST]
    ids = [int(pk) for pk in wanted if pk.isdecimal() and len(pk) < 19]
    chosen = Application.objects.of_city(request.user).filter(pk__in=ids).order_by("pk")
    told, refused = [], []
    for pk, number in chosen.values_list("pk", "number"):
        try:
            remind_of_paper(pk, actor=request.user)
        except Refused as why:
            refused.append(f"{number}：{why}")
        else:
            told.append(number)
    _say(request, told, refused)
    query = QueryDict(request.POST.get("query", "")).urlencode()
    anchor = f"#missing-{told[0]}" if len(told) == 1 else "#missing"
    return redirect(f"{reverse('paper_desk')}?{query}{anchor}")


def _say(request: HttpRequest, told: list[str], refused: list[str]) -> None:
    if not told and not refused:
        messages.error(request, "请先勾选要提醒的申报。")
    if told:
        messages.success(request, f"已提醒 {len(told)} 项申报的单位：{'、'.join(told)}。")
    for sentence in refused:
        messages.error(request, sentence)


@only_for(Capability.REGISTER_PAPER)
def paper_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one registration with a reason; the mistaken one stays readable (MAT-W)."""
    visible = PaperReceipt.objects.filter(revision__application__in=Application.objects.of_city(request.user))
    receipt = get_object_or_404(visible.select_related("revision__application", "by"), pk=pk)
    initial = {"copies": receipt.copies, "received_on": receipt.received_on}
    form = CorrectReceiptForm(
        request.POST or None, initial=initial, submitted_at=receipt.revision.submitted_at
    )
    address = reverse("paper_register", args=[code_of(receipt.revision)])
    if form.is_bound and form.is_valid():
        try:
            correct_receipt(receipt, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{receipt.revision.application.number} 的登记已更正。")
            return redirect(f"{address}#receipts")
    context = {"receipt": receipt, "application": receipt.revision.application, "form": form, "back": address}
    return render(request, "applications/paper/desk/correct.html", context)
