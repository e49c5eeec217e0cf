"""A request for a higher park quota: asked or taken back by a recommender, granted or refused by city staff (REC-3)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Organisation, User
from accounts.rules import may
from journal import clock
from journal.acts import Refused
from programme.acts import ASK_QUOTA, REFUSE_QUOTA, WITHDRAW_QUOTA
from programme.cycles.actions import grant_quota
from programme.cycles.receiving import cycle_at, quota_of
from programme.models import QuotaRequest

MOST = 99


def ask_for_quota(recommender: Organisation, *, actor: User, asked: int, reason: str) -> QuotaRequest:
    """Ask the city for ``asked`` parks in all in the running cycle, with a reason; city staff are told.

    Raises:
        Refused: no reason, not more than there is, one request waits already, or the person does not work there.
    """
    if not reason.strip():
        raise Refused("申请增加名额必须写明理由。")

    def locked_recommender() -> Organisation:
        return Organisation.objects.select_for_update(no_key=True).get(pk=recommender.pk)

    with ASK_QUOTA.perform(locked_recommender, actor=actor) as act:
        cycle = cycle_at(act.now)
        allowed = quota_of(cycle, recommender).allowed
        if not allowed < asked <= MOST:
            raise Refused(f"现有名额 {allowed} 个，申请的总数必须更多，最多 {MOST} 个。")
        if QuotaRequest.objects.open().filter(cycle=cycle, recommender=recommender).exists():
            raise Refused("贵单位已有一件名额申请正在等待答复。")
        act.about = request = QuotaRequest.objects.create(
            cycle=cycle, recommender=recommender, asked=asked, reason=reason.strip(), by=actor, at=act.now
        )
        change = f"由 {allowed} 个增加到 {asked} 个。理由：{request.reason}"
        act.summary, act.facts = change, _facts(request)
        act.tell(
            User.objects.who_may(Capability.GRANT_QUOTAS),
            f"园区名额申请：{recommender}",
            f"{recommender}申请将 {cycle.year} 年度园区推荐名额{change}",
            reverse("quota_request_list"),
        )
    return request


def withdraw_request(request_id: int, *, actor: User) -> QuotaRequest:
    """Take back a request that nobody has answered; city staff are told.

    Raises:
        Refused: it is answered or taken back already, or the person does not work at its recommender.
    """
    with WITHDRAW_QUOTA.perform(lambda: _locked(request_id), actor=actor) as act:
        request = act.object
        _require_open(request)
        request.state = QuotaRequest.State.WITHDRAWN
        request.save(update_fields=["state"])
        withdrawn = f"{request.recommender}撤回 {request.cycle.year} 年度增加到 {request.asked} 个名额的申请"
        act.summary, act.facts = f"{withdrawn}。", _facts(request)
        act.tell(
            User.objects.who_may(Capability.GRANT_QUOTAS),
            f"园区名额申请已撤回：{request.recommender}",
            f"{withdrawn}，不需要再答复。",
            reverse("quota_request_list"),
        )
    return request


@transaction.atomic
def grant_request(request_id: int, *, actor: User, allowed: int, answer: str = "") -> QuotaRequest:
    """Grant a request, in full or in part, by raising the quota to ``allowed`` parks; the recommender is told.

    Raises:
        Refused: it is answered already, its year is closed, or ``allowed`` is not more than there is, or more than
            was asked for.
    """
    now = clock.now()
    request = _open_request(request_id, actor)
    if request.cycle.closed_at:
        raise Refused(f"{request.cycle.year} 年度已经截止，名额不能再增加。请答复未同意，并说明理由。")
    present = quota_of(request.cycle, request.recommender).allowed
    if not present < allowed <= MOST:
        raise Refused(f"现有名额 {present} 个，同意的总数必须更多，最多 {MOST} 个。")
    if allowed > request.asked:
        raise Refused(f"推荐单位申请的总数是 {request.asked} 个，同意的总数不能更多。")
    _answer(request, QuotaRequest.State.GRANTED, actor, now, answer, granted=allowed)
    reason = f"推荐单位申请：{request.reason}" + (f" 答复：{request.answer}" if request.answer else "")
    grant_quota(request.cycle_id, request.recommender, actor=actor, allowed=allowed, reason=reason)
    return request


def refuse_request(request_id: int, *, actor: User, answer: str) -> QuotaRequest:
    """Refuse a request with a reason; the recommender is told.

    Raises:
        Refused: no reason, or it is answered already.
    """
    if not answer.strip():
        raise Refused("不同意的，请写明理由。")
    with REFUSE_QUOTA.perform(lambda: _locked(request_id), actor=actor) as act:
        request = act.object
        _require_open(request)
        _answer(request, QuotaRequest.State.REFUSED, actor, act.now, answer)
        act.summary, act.facts = f"{request.recommender}。理由：{request.answer}", _facts(request)
        act.tell(
            User.objects.of(request.recommender),
            f"{request.cycle.year} 年度园区名额申请未获同意",
            f"贵单位申请将园区推荐名额增加到 {request.asked} 个，未获同意。理由：{request.answer}",
            reverse("home"),
        )
    return request


def _open_request(request_id: int, actor: User) -> QuotaRequest:
    """The request, locked.

    Raises:
        Refused: it does not wait for an answer any more, or the person may not answer it.
    """
    if not may(actor, Capability.GRANT_QUOTAS):
        raise Refused("您没有答复名额申请的权限。")
    request = _locked(request_id)
    _require_open(request)
    return request


def _locked(request_id: int) -> QuotaRequest:
    requests = QuotaRequest.objects.select_for_update(of=("self",)).select_related("cycle", "recommender")
    return requests.get(pk=request_id)


def _require_open(request: QuotaRequest) -> None:
    if request.state == QuotaRequest.State.WITHDRAWN:
        raise Refused("推荐单位已经撤回这件申请。")
    if request.state != QuotaRequest.State.OPEN:
        raise Refused(f"这件申请已经答复：{request.get_state_display()}。")


def _answer(
    request: QuotaRequest, state: str, actor: User, at: datetime, answer: str, granted: int | None = None
) -> None:
    request.state, request.granted, request.answer = state, granted, answer.strip()
    request.answered_by, request.answered_at = actor, at
    request.save()


def _facts(request: QuotaRequest) -> dict:
    return {"recommender": request.recommender_id, "cycle": request.cycle.year, "asked": request.asked}
