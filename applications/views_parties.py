"""The page of one application, the same for everyone who may see it: applicant, recommender, city staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.rules import is_city_staff
from accounts.templatetags.portal import chinese_datetime
from applications import actions_staff, dossier
from applications.forms import WithdrawForm
from applications.models import Application, Opinion, PaperReceipt, Revision
from applications.progress import KIND, counting, cutoff_is_close, progress, reasons
from applications.rules import lacks, may_edit
from applications.states import State
from applications.steps import pages
from applications.workflow import APPLICATION
from journal import clock
from journal.models import Audience, Record
from journal.workflow import Refused
from pilots.models import Cycle, Pilot
from pilots.programme import CENTRE_ADDRESS, CENTRE_NAME, PAPER_COPIES

PAPER_WANTED = (State.RECEIVED, State.ACCEPTED, State.IN_REVIEW)  # a correction makes another version
SCREENING = {"accept", "ask_correction", "find_not_eligible"}
RECOMMENDING = {"forward", "return", "decline"}


def seen_by(user):
    """Applications that the person may open, with all that their page shows."""
    return Application.objects.visible_to(user).select_related(
        "cycle", "organisation", "recommender", "entry", "current_revision__submitted_by"
    )


@require_safe
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the application stands, its packet, what was submitted, and what happened."""
    application = get_object_or_404(seen_by(request.user), pk=pk)
    now = clock.now()
    counts = counting(application, now, Cycle.objects.cutoffs())
    context = {
        "application": application,
        "counting": counts,
        "progress": progress(application, request.user, counts.until),
        "reasons": reasons(application),
        "facts": _facts(application, counts),
        "records": _records(application, request.user),
        "opinions": _opinions(application),
        "pressing": application.state == State.AT_RECOMMENDER and cutoff_is_close(counts, now),
        "pilot": Pilot.objects.visible_to(request.user).filter(entry=application.entry_id).first(),
    }
    context |= _actions(application, request.user) | _submitted(application)
    return render(request, "applications/detail.html", context)


def _facts(application: Application, counts) -> list[tuple]:
    """Number, instant, year, route, as far as there are any."""
    revision = application.current_revision
    rows = [
        ("编号", application.number or "接收后生成"),
        ("申报单位", application.organisation.name),
        ("领域", application.get_field_display()),
        ("所在区", application.get_district_display()),
        ("申报途径", application.get_route_display()),
        ("年度", f"{counts.year} 年度" + ("" if application.number else "（按现在的时间）")),
    ]
    if application.recommender:
        rows.append(("推荐单位", application.recommender.name))
    if revision:
        rows.append(
            (
                f"第 {revision.number} 版提交",
                f"{chinese_datetime(revision.submitted_at)} {revision.submitted_by}",
            )
        )
    if application.received_at:
        rows.append(("市生态环境局接收", chinese_datetime(application.received_at)))
    return rows


def _opinions(application: Application):
    """All opinions, newest first; the one behind the present state stands above already, as its reasons."""
    found = Opinion.objects.filter(revision__application=application).order_by("-revision__number")
    if application.state in (State.RETURNED, State.DECLINED):
        found = found.exclude(revision=application.current_revision_id)
    return found.select_related("recommender", "revision")


def _records(application: Application, user):
    records = Record.objects.about(KIND, application.pk)
    return records if is_city_staff(user) else records.filter(audience=Audience.PARTIES)


def _actions(application: Application, user) -> dict:
    """Buttons: the verbs of this person now, and the pages where they are done."""
    verbs = set(APPLICATION.available(application, user))
    editable = may_edit(user, application)
    if editable:
        found, listed = lacks(application), pages(application)
        resume = next((page.url for page in listed if page.lacks(found)), listed[-1].url)
    return {
        "verbs": verbs,
        "resume_url": resume if editable else "",
        "withdraw_form": WithdrawForm(),
        "screening_url": reverse("screening", args=[application.pk]) if verbs & SCREENING else "",
        "recommend_url": reverse("recommender_form", args=[application.pk]) if verbs & RECOMMENDING else "",
    }


def _submitted(application: Application) -> dict:
    """The current revision as paper, with its files, its packet and the earlier ones; nothing for a mere draft."""
    revision = application.current_revision
    if revision is None:
        return {"revision": None}
    revision.application = application
    receipts = list(PaperReceipt.objects.filter(revision__application=application).select_related("revision"))
    others = list(application.revisions.select_related("submitted_by", "packet").order_by("-number"))
    before = next((each for each in others if each.number == revision.number - 1), None)
    here = sum(receipt.copies for receipt in receipts if receipt.revision_id == revision.pk)
    return {
        "revision": revision,
        "revisions": others,
        "changes": dossier.changes(before, revision) if before else [],
        "code": dossier.code_of(revision),
        "paper": dossier.paper_of(revision),
        "attachments": dossier.attachments_of(revision),
        "receipts": receipts,
        "paper_due": application.state in PAPER_WANTED and here < PAPER_COPIES,
        "centre": {
            "name": CENTRE_NAME,
            "address": CENTRE_ADDRESS,
            "copies": PAPER_COPIES,
            "here": here,
            "missing": PAPER_COPIES - here,
        },
    } | _packet(revision)


PACKET_TITLES = {
    "done": "材料包已生成",
    "failed": "材料包生成失败",
    "running": "正在生成材料包",
    "waiting": "等待生成材料包",
}


def _packet(revision: Revision) -> dict:
    """Progress and files of the packet of a revision."""
    packet = dossier.packet_of(revision)
    state = packet.state if packet.state != packet.State.PENDING else "waiting"
    state = "running" if state == "waiting" and packet.attempts else state
    return {
        "packet": packet,
        "packet_state": state,
        "packet_title": PACKET_TITLES[state],
        "packet_files": dossier.downloads_of(revision, packet),
    }


@require_safe
def application_packet(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the packet is: the box alone for htmx, else the page that shows it."""
    application = get_object_or_404(seen_by(request.user).exclude(current_revision=None), pk=pk)
    if not request.htmx:
        return redirect(f"{application.get_absolute_url()}#packet")
    context = {"application": application, "verbs": set(APPLICATION.available(application, request.user))}
    context |= _packet(application.current_revision)
    return render(request, "applications/packet_box.html", context)


@require_POST
def packet_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Build a failed packet again."""
    application = get_object_or_404(seen_by(request.user).exclude(current_revision=None), pk=pk)
    try:
        actions_staff.retry_packet(application.current_revision.packet.pk, actor=request.user)
        messages.success(request, "已重新开始生成材料包。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{application.get_absolute_url()}#packet")
