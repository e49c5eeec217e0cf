"""Public notices and objections to them: without an account (Notice 公示, AWD-1). No person is named here."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors.limits import OBJECTION, RECEIPT
from accounts.doors.middleware import at_door
from face.downloads import letter_file
from face.journal_head import head_before, head_line
from files.refusals import FileRefused
from journal import clock
from journal.workflow import Refused
from programme.library.tables import by_type
from programme.notice import PilotType
from reviews.models import Objection, PublicNotice, PublicNoticeItem
from reviews.models.receipt_number import parse_number
from reviews.objections.actions import make_objection
from reviews.objections.forms import ObjectionForm, ReceiptForm
from reviews.results.paper import published_letter
from reviews.results.wording import ended_sentence
from reviews.states import HANDLED

PAGE_SIZE = 20


@require_safe
@login_not_required
def public_notices(request: HttpRequest) -> HttpResponse:
    """Running notices first, then those that are over."""
    form = ReceiptForm(request.GET if "receipt" in request.GET else None)
    if form.is_valid():
        return redirect("objection_receipt", number=form.cleaned_data["receipt"])
    return _notices(request, form)


def _notices(request: HttpRequest, form: ReceiptForm, status: int = 200) -> HttpResponse:
    now, notices = clock.now(), PublicNotice.objects.select_related("cycle").with_counts()
    page = Paginator(notices.over(now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"running": list(notices.running(now)), "page": page, "receipt_form": form}
    return render(request, "reviews/results/public_notices.html", context, status=status)


@require_safe
@login_not_required
def public_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: the list by type, until when, and the way to object."""
    notice = get_object_or_404(PublicNotice.objects.select_related("cycle"), pk=pk)
    items = list(notice.items.select_related("application"))
    struck = sum(item.struck_at is not None for item in items)
    withdrawn = sum(item.is_withdrawn for item in items)
    context = {
        "notice": notice,
        "open": notice.is_open(clock.now()),
        "groups": [
            _group(kind, lines) for kind, lines in by_type(i for i in items if not i.struck_at) if lines
        ],
        "struck": struck,
        "withdrawn": withdrawn,
        "count": len(items) - struck - withdrawn,
        "ended": ended_sentence(struck, withdrawn, " {} 项"),
        "head": head_line(head_before(notice.published_at)),
        "awarded": any(item.awarded_at for item in items),
    }
    return render(request, "reviews/results/public_notice.html", context)


def _group(
    kind: PilotType, lines: list[PublicNoticeItem]
) -> tuple[PilotType, list[PublicNoticeItem], int, int]:
    """(type, lines, how many stand, how many were withdrawn)."""
    withdrawn = sum(line.is_withdrawn for line in lines)
    return kind, lines, len(lines) - withdrawn, withdrawn


@require_safe
@login_not_required
def public_notice_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as a PDF, with the lines that stand."""
    notice = get_object_or_404(PublicNotice.objects.select_related("cycle"), pk=pk)
    return letter_file(published_letter(notice), "pdf", notice.title)


@at_door(OBJECTION)
@login_not_required
@csrf_exempt  # until attempts are counted: checking the token reads the body. ``_objection`` checks it.
@require_http_methods(["GET", "HEAD", "POST"])
def objection_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a line of a notice or to all of it, until its end by the database's clock."""
    return _objection(request, get_object_or_404(PublicNotice.objects.select_related("cycle"), pk=pk))


@csrf_protect
def _objection(request: HttpRequest, notice: PublicNotice) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ObjectionForm(*sent, notice=notice, initial={"item": request.GET.get("item")})
    over = not notice.is_open(clock.now())
    if request.method == "POST" and not over and form.is_valid():
        try:
            objection = make_objection(notice.pk, files=form.checked, **form.said)
        except (Refused, FileRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{reverse('objection_receipt', args=[objection.number])}?new=1")
    context = {"notice": notice, "form": form, "over": over}
    return render(request, "reviews/objections/make.html", context, status=410 if over else 200)


@at_door(RECEIPT)
@require_safe
@login_not_required
@never_cache
def objection_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Where an objection stands, for who has its receipt number: dates and state, nothing of what was said."""
    objections = Objection.objects.select_related("notice__cycle")
    objection = objections.filter(number=parse_number(number) or "").first()
    if objection is None:
        form = ReceiptForm({"receipt": number})
        if form.is_valid():
            form.add_error("receipt", "没有这个回执编号，请核对后重新输入。")
        return _notices(request, form, status=404)
    context = {"objection": objection, "notice": objection.notice, "handled": objection.state in HANDLED}
    response = render(request, "reviews/objections/receipt.html", context | {"new": "new" in request.GET})
    response["X-Robots-Tag"] = "noindex"
    return response
