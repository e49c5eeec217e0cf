"""Forwarding several applications in one act with one question; each is a transaction of its own (REC-2, REC-3)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from applications.models import Application, PreCheck
from applications.recommending.actions import forward_prepared
from applications.recommending.desk import desk
from applications.recommending.parks.order import Parks, in_preference, parks_of
from applications.recommending.precheck.lines import dated_lacks, lacks, opinion_lacks
from applications.states import State
from journal import clock
from journal.workflow import Refused

MOST = 50  # applications of one act
RESULT = "forwarded_batch"  # in the session, until the next batch


@dataclass(frozen=True)
class Chosen:
    """An application that was chosen: its prepared opinion, what it lacks, and whether the quota reaches it."""

    application: Application
    precheck: PreCheck | None
    lacks: list[str]
    inside: bool

    @property
    def ready(self) -> bool:
        """Whether it would go in now."""
        return self.inside and not self.lacks


def recommender_batch(request: HttpRequest) -> HttpResponse:
    """Ask once for all that were chosen, then forward each; the answer says what is in and what is not, and why."""
    own = desk(request)
    parks = parks_of(own, clock.now())
    wanted = _wanted(request)
    chosen = _chosen(request, parks, wanted)
    gone = _gone(request, wanted, chosen)
    if request.method == "GET" and not chosen:
        messages.error(request, _none_left(gone))
        return redirect("recommender_list")
    if request.method == "POST":
        agreed = set(request.POST.getlist("go"))
        done = [_forwarded(each, request.user, agreed=str(each.application.pk) in agreed) for each in chosen]
        done += [_result(each, refused=_handled(each)) for each in gone]
        request.session[RESULT] = done + _taken_back(request, wanted, done)
        return redirect("recommender_batch_result")
    context = {
        "chosen": chosen,
        "gone": [(each, _handled(each)) for each in gone],
        "ready": [each for each in chosen if each.ready],
        "parks": parks,
        "quota": parks.quota,
        "cycle": parks.quota.cycle,
        "outside": [each for each in chosen if not each.inside],
    }
    return render(request, "applications/recommending/batch.html", context)


def _wanted(request: HttpRequest) -> list[int]:
    """Ids of what was picked."""
    sent = request.POST if request.method == "POST" else request.GET
    return [int(pk) for pk in sent.getlist("pick") if pk.isdecimal() and len(pk) < 12][:MOST]


def _gone(request: HttpRequest, wanted: list[int], chosen: list[Chosen]) -> list[Application]:
    """What was picked and does not wait here any more: somebody acted on it, maybe in another window."""
    left = set(wanted) - {each.application.pk for each in chosen}
    return list(Application.objects.at_desk_of(request.user).filter(pk__in=left)) if left else []


def _taken_back(request: HttpRequest, wanted: list[int], done: list[dict]) -> list[dict]:
    """What the page asked about, by its title there, and this desk cannot see any more: its applicant took it back."""
    known = {each["pk"] for each in done}
    lost = [request.POST.get(f"title-{pk}") for pk in wanted if pk not in known]
    return [_row(0, title, refused="申报单位已从贵单位取回，这次没有报送") for title in lost if title]


def _handled(application: Application) -> str:
    """Why something that was picked is not forwarded now, as a sentence without its end."""
    if application.number:
        return f"此前已推荐报送，编号 {application.number}，不再重复报送"
    return f"当前状态为「{application.get_state_display()}」，这次没有报送"


def _none_left(gone: list[Application]) -> str:
    """What to say when nothing can be forwarded."""
    if not gone:
        return "请先勾选要报送的申报，再按“批量推荐报送”。"
    return "；".join(f"「{each.title}」{_handled(each)}" for each in gone) + "。"


def _chosen(request: HttpRequest, parks: Parks, wanted: list[int]) -> list[Chosen]:
    """What was picked and still waits here: parks by the order of preference, then the rest, the longest waiting first."""
    found = Application.objects.at_desk_of(request.user).filter(pk__in=wanted, state=State.AT_RECOMMENDER)
    listed = list(
        found.select_related("organisation", "cycle", "current_revision__precheck").order_by(
            "state_since", "pk"
        )
    )
    ordered = in_preference([each for each in listed if each.programme_form.counts_for_quota], parks.order)
    others = [each for each in listed if not each.programme_form.counts_for_quota]
    left, taken = parks.quota.left, []
    for application in ordered + others:
        precheck, sentences = _state_of(application)
        uses = application.programme_form.counts_for_quota and not sentences
        taken.append(Chosen(application, precheck, sentences, inside=not uses or left > 0))
        left -= uses and left > 0
    return taken


def _state_of(application: Application) -> tuple[PreCheck | None, list[str]]:
    """The pre-check of a chosen application, and why it is not complete."""
    revision = application.current_revision
    revision.application = application
    precheck = getattr(revision, "precheck", None)
    sentences = lacks(precheck, revision) + opinion_lacks(precheck, application)
    if precheck and (why := dated_lacks(precheck.dated, revision)):
        sentences.append(why)
    return precheck, sentences


def _forwarded(chosen: Chosen, actor: User, *, agreed: bool) -> dict:
    """Forward one that the page said would go; what comes of it, as the session keeps it.

    A refusal is a sentence and holds up nobody else.
    """
    application = chosen.application
    if not agreed:
        return _result(application, refused="；".join(chosen.lacks) or "超出剩余的园区名额，这次没有报送")
    try:
        done = forward_prepared(application.pk, actor=actor)
    except Refused as refused:
        return _result(application, refused=str(refused))
    return _result(application, number=done.number, year=done.cycle.year)


def _result(application: Application, **changes) -> dict:
    """What came of one application, as the session keeps it."""
    return _row(application.pk, application.title, **changes)


def _row(pk: int, title: str, **changes) -> dict:
    """The same of its id (0: not to be opened here) and title."""
    return {"pk": pk, "title": title, "number": "", "year": 0, "refused": ""} | changes


@require_safe
def recommender_batch_result(request: HttpRequest) -> HttpResponse:
    """What the latest batch of this person brought: numbers, and refusals with their reasons."""
    own = desk(request)
    results = request.session.get(RESULT)
    if results is None:
        return redirect("recommender_list")
    context = {
        "done": [result for result in results if result["number"]],
        "refused": [result for result in results if not result["number"]],
        "parks": parks_of(own, clock.now()),
    }
    return render(request, "applications/recommending/batch_result.html", context)
