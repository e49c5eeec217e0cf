"""The desk of a recommender: what waits, the opinion, the summary table (REC-2, REC-3)."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from accounts.rules import is_recommender, recommender_of
from applications import actions_recommender, dossier
from applications.forms_recommender import DatedForm, ReasonsForm
from applications.models import Application, Opinion
from applications.packet_request import opinion_of
from applications.progress import CLOSE, counting, cutoff_is_close
from applications.states import Route, State
from applications.workflow import APPLICATION
from applications.years import explanation, standing_now
from journal import clock
from journal.workflow import Refused
from pilots.cycles import present_cycle, quota_of
from pilots.models import Cycle
from sheets.answers import sentence
from sheets.forms import PartForm

PAGE_SIZE = 20
LISTS = {
    "pending": ("待初审", State.AT_RECOMMENDER, "state_since"),
    "returned": ("已退回", State.RETURNED, "-state_since"),
    "forwarded": ("已推荐", None, "-received_at"),
    "declined": ("不予推荐", State.DECLINED, "-state_since"),
}
FAMILY = {
    State.AT_RECOMMENDER: "action",
    State.RETURNED: "waiting",
    State.DECLINED: "bad",
    State.NOT_ELIGIBLE: "bad",
    State.SELECTED: "good",
    State.KEPT: "good",
    State.WITHDRAWN: "neutral",
}
ACTS = {
    "return": (actions_recommender.return_to_applicant, "已退回「{}」，申报单位会收到您写的理由。"),
    "decline": (actions_recommender.decline, "已对「{}」作出不予推荐，申报单位会收到您写的理由。"),
}


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    application: Application
    family: str
    days: int


def _desk(request: HttpRequest) -> Organisation:
    """The recommender that the person works for.

    Raises:
        Http404: none.
    """
    own = recommender_of(request.user) if is_recommender(request.user) else None
    if own is None:
        raise Http404
    return own


def _listed(request: HttpRequest, key: str) -> QuerySet:
    _, state, order = LISTS[key]
    found = Application.objects.visible_to(request.user)
    found = found.filter(state=state) if state else found.received().filter(route=Route.RECOMMENDED)
    return found.order_by(order, "pk")


def _tabs(request: HttpRequest, own: Organisation, chosen: str) -> list[dict]:
    tabs = [
        {
            "label": label,
            "url": f"?tab={key}",
            "active": key == chosen,
            "badge": _listed(request, key).count(),
        }
        for key, (label, _, _) in LISTS.items()
    ]
    if own.district:
        elsewhere = Application.objects.in_district_elsewhere(own).count()
        tabs.append(
            {
                "label": "本区其他申报",
                "url": "?tab=district",
                "active": chosen == "district",
                "badge": elsewhere,
            }
        )
    return tabs


def _rows(applications, now: datetime) -> list[Row]:
    return [
        Row(application, FAMILY.get(application.state, "waiting"), (now - application.state_since).days)
        for application in applications
    ]


@require_safe
def recommender_list(request: HttpRequest) -> HttpResponse:
    """What waits for the recommender, and what became of the rest; titles of what went elsewhere (REC-2)."""
    own, now = _desk(request), clock.now()
    chosen = request.GET.get("tab", "pending")
    if chosen == "district" and own.district:
        listed = Application.objects.in_district_elsewhere(own).order_by("-received_at", "pk")
    else:
        chosen = chosen if chosen in LISTS else "pending"
        listed = _listed(request, chosen).select_related("cycle", "organisation")
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    cycle = present_cycle(now)
    waiting = _listed(request, "pending").count()
    context = {
        "pressing": waiting if cycle.cutoff - now <= CLOSE else 0,
        "own": own,
        "tabs": _tabs(request, own, chosen),
        "chosen": chosen,
        "page": page,
        "rows": _rows(page, now) if chosen != "district" else [],
        "cycle": cycle,
        "quota": quota_of(cycle, own),
    }
    return render(request, "applications/recommender_list.html", context)


def recommender_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a revision and act on it: forward with an opinion, return or decline with reasons (REC-2)."""
    own = _desk(request)
    queryset = Application.objects.visible_to(request.user).select_related("cycle", "organisation")
    application = get_object_or_404(queryset.select_related("current_revision", "recommender"), pk=pk)
    now = clock.now()
    counts = counting(application, now, Cycle.objects.cutoffs())
    standing_now(application, counts)
    forms = _forms(request, application)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act != "preview" and (done := _do(request, application, act, forms)):
            messages.success(request, done.format(application.title))
            return redirect("recommender_list")
    context = _reading(application, forms) | forms | {"quota": quota_of(application.cycle, own)}
    context |= {"counting": counts, "pressing": cutoff_is_close(counts, now)}
    context["available"] = APPLICATION.available(application, request.user)
    return render(request, "applications/recommender_form.html", context)


def _forms(request: HttpRequest, application: Application) -> dict:
    """The three forms of the page; only that of the pressed button is bound."""
    act, sent = request.POST.get("act", ""), request.POST
    known = {"recommender_contact": request.user.name, "recommender_phone": request.user.phone}
    opinion = sent if act in ("forward", "preview") else None
    form = application.form
    return {
        "act": act,
        "opinion_form": PartForm(
            form,
            form.recommender_part,
            application.cycle.year,
            {key: value for key, value in known.items() if value},
            data=opinion,
            complete=True,
        ),
        "dated_form": DatedForm(opinion),
        "return_form": ReasonsForm(
            sent if act == "return" else None, auto_id="id_return_%s", asked="需要修改的内容和理由"
        ),
        "decline_form": ReasonsForm(
            sent if act == "decline" else None, auto_id="id_decline_%s", asked="不予推荐的理由"
        ),
    }


def _do(request: HttpRequest, application: Application, act: str, forms: dict) -> str:
    """Do what the pressed button says; return the sentence of success, or nothing when it was not done."""
    try:
        if act == "forward" and forms["opinion_form"].is_valid() & forms["dated_form"].is_valid():
            opinion = forms["opinion_form"].save_into({})
            dated = forms["dated_form"].cleaned_data["dated"]
            done = actions_recommender.forward(
                application.pk, actor=request.user, opinion=opinion, dated=dated
            )
            why = explanation(done, Cycle.objects.cutoffs())
            return f"「{{}}」已推荐报送，编号 {done.number}，参加 {done.cycle.year} 年度评选。{why}"
        if act in ACTS and forms[f"{act}_form"].is_valid():
            action, sentence = ACTS[act]
            action(application.pk, actor=request.user, reasons=forms[f"{act}_form"].cleaned_data["reasons"])
            return sentence
    except Refused as refused:
        messages.error(request, str(refused))
    return ""


def _reading(application: Application, forms: dict) -> dict:
    """What stands beside the opinion; the paper shows the opinion as typed so far."""
    revision = application.current_revision
    revision.application = application
    typed, dated = None, None
    if forms["act"] in ("forward", "preview"):
        typed = forms["opinion_form"].save_into({})
        dated = forms["dated_form"].cleaned_data.get("dated") if forms["dated_form"].is_valid() else None
    packet = dossier.packet_of(revision)
    before = application.revisions.filter(number=revision.number - 1).first()
    problems = forms["opinion_form"].problems if forms["act"] == "forward" else []
    return {
        "application": application,
        "revision": revision,
        "family": FAMILY.get(application.state, "waiting"),
        "paper": dossier.paper_of(revision, typed, dated),
        "attachments": dossier.attachments_of(revision),
        "packet": packet,
        "downloads": dossier.downloads_of(revision, packet),
        "reasons": dossier.reasons_of(revision),
        "confirmed": dossier.confirmed_of(revision),
        "before": before,
        "changes": dossier.changes(before, revision) if before else [],
        "said_before": before
        and Opinion.objects.filter(revision=before).select_related("recommender").first(),
        "given": getattr(revision, "opinion", None) or opinion_of(revision),
        "problems": [(anchor, sentence(label, message)) for anchor, label, message in problems],
    }


@require_safe
def recommender_summary(request: HttpRequest) -> HttpResponse:
    """The printable table of what the recommender recommends in a year (programme §2.2)."""
    own = _desk(request)
    years = list(Cycle.objects.values_list("year", flat=True))
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else present_cycle(clock.now()).year
    listed = (
        _listed(request, "forwarded")
        .filter(cycle__year=year)
        .exclude(state=State.WITHDRAWN)
        .select_related("organisation")
        .prefetch_related("revisions__opinion")
        .order_by("number")
    )
    context = {
        "own": own,
        "year": year,
        "tabs": [{"label": f"{y} 年度", "url": f"?year={y}", "active": y == year} for y in years],
        "rows": [(application, _given(application)) for application in listed],
    }
    return render(request, "applications/recommender_summary.html", context)


def _given(application: Application):
    """The recommendation that brought the application to the city."""
    opinions = (getattr(revision, "opinion", None) for revision in application.revisions.all())
    return next((opinion for opinion in opinions if opinion and opinion.outcome == "forwarded"), None)
