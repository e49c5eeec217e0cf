"""The organisation of a person, and the colleagues who belong to it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.doors.limits import INVITATION
from accounts.doors.middleware import at_door
from accounts.forms import InviteForm
from accounts.members import actions
from accounts.members.link import invitation_of
from accounts.models import Invitation, Membership, Organisation
from accounts.rules import is_member, may, may_submit_for, organisation_ids
from journal import clock
from journal.models import Record
from journal.workflow import Refused


@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The organisations of the person: facts, members, open invitations."""
    return _organisations(request)


def _organisations(request: HttpRequest, bound: dict[int, InviteForm] | None = None) -> HttpResponse:
    own = Organisation.objects.filter(pk__in=organisation_ids(request.user))
    if not own and may(request.user, Capability.APPLY):
        return redirect("organisation_register")
    members = Membership.objects.filter(organisation__in=own).select_related("user").order_by("pk")
    waiting = Invitation.objects.open(clock.now()).filter(organisation__in=own).select_related("invited_by")
    about = Record.objects.filter(object_type=Organisation._meta.label_lower, object_id__in=own.values("pk"))
    records = list(about.order_by("pk"))
    cards = [
        {
            "organisation": each,
            "facts": _facts(each),
            "members": [m for m in members if m.organisation_id == each.pk],
            "invitations": [i for i in waiting if i.organisation_id == each.pk],
            "records": [record for record in records if record.object_id == each.pk],
            "applicant": each.kind == Organisation.Kind.APPLICANT,
            "manages": _manages(request.user, each),
            "form": (bound or {}).get(each.pk) or InviteForm(auto_id=f"id_{each.pk}_%s"),
        }
        for each in own
    ]
    context = {
        "cards": cards,
        "may_register": may(request.user, Capability.APPLY),
        "failed": next(iter((bound or {}).values()), None),
    }
    return render(request, "accounts/members/organisation.html", context)


def _manages(user, organisation: Organisation) -> bool:
    """Applicants look after their own members; other organisations are kept by the administrator."""
    return organisation.kind == Organisation.Kind.APPLICANT and may_submit_for(user, organisation.pk)


def _facts(organisation: Organisation) -> list[tuple]:
    return [
        ("单位类别", organisation.get_kind_display()),
        ("统一社会信用代码", organisation.uscc),
        ("单位性质", organisation.get_nature_display()),
        ("所在区", organisation.get_district_display()),
        ("单位地址", organisation.address),
    ]


@require_POST
def organisation_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a colleague by e-mail."""
    own = Organisation.objects.filter(pk__in=organisation_ids(request.user), kind=Organisation.Kind.APPLICANT)
    asked = get_object_or_404(own, pk=pk)
    form = InviteForm(request.POST, auto_id=f"id_{pk}_%s")
    if form.is_valid():
        try:
            sent = actions.invite(asked, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email" if "邮箱" in str(refusal) else None, str(refusal))
        else:
            messages.success(request, f"邀请已发往 {sent.email}，对方接受后会通知您。")
            return redirect("organisation")
    return _organisations(request, {pk: form})


@require_POST
def invitation_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    own = Invitation.objects.filter(organisation__in=organisation_ids(request.user))
    asked = get_object_or_404(own.select_related("organisation"), pk=pk)
    return _act(request, f"已取消发往 {asked.email} 的邀请。", actions.cancel_invitation, asked)


@require_POST
def member_right(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member the right to submit (``can_submit`` present), or take it away."""
    member = _colleague(request, pk)
    can_submit = "can_submit" in request.POST
    sentence = f"{member.user}现在{'可以' if can_submit else '不能'}提交申报。"
    return _act(request, sentence, actions.set_right_to_submit, member, can_submit)


@require_POST
def member_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member off the organisation, or leave it."""
    member = _colleague(request, pk)
    leaves = member.user_id == request.user.pk
    who = "您已退出" if leaves else f"{member.user}已移出"
    return _act(request, f"{who}{member.organisation}。", actions.remove_member, member)


def _colleague(request: HttpRequest, pk: int) -> Membership:
    applicants = Membership.objects.filter(
        organisation__in=organisation_ids(request.user), organisation__kind=Organisation.Kind.APPLICANT
    )
    return get_object_or_404(applicants.select_related("user", "organisation"), pk=pk)


def _act(request: HttpRequest, sentence: str, action: Callable, *arguments) -> HttpResponse:
    try:
        action(*arguments, actor=request.user)
        messages.success(request, sentence)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("organisation")


@at_door(INVITATION)
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page that the link in the e-mail opens: what it is about, and accepting it."""
    asked = invitation_of(token)
    open_now = bool(asked) and Invitation.objects.open(clock.now()).filter(pk=asked.pk).exists()
    user = request.user
    joined = bool(asked) and user.is_authenticated and is_member(user, asked.organisation_id)
    if request.method == "POST" and open_now and user.is_authenticated:
        try:
            actions.accept_invitation(asked, actor=user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"您已加入{asked.organisation}，可以和同事一起填写申报。")
            return redirect("application_list")
    context = {
        "invitation": asked if open_now else None,
        "joined": joined,
        "fits": open_now and user.is_authenticated and user.email == asked.email,
        "onward": urlencode({"next": request.path} | ({"email": asked.email} if open_now else {})),
    }
    return render(request, "accounts/members/invitation.html", context, status=200 if asked else 404)
