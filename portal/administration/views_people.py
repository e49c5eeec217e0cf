"""People as administrators keep them: list, page, and what is done to an account."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability, Role
from accounts.guards import UserRequest, confirmed_identity, only_for
from accounts.keeping.rules import has_power, needs_two
from accounts.models import ProposalKind, User
from accounts.people import actions as people
from accounts.rights.actions import propose
from face.downloads import workbook_file
from journal.models import Record
from journal.workflow import Refused
from portal.administration.filters import PeopleFilter
from portal.administration.forms import AccountForm, EmailForm, PersonForm, ReasonForm, RolesForm
from portal.administration.obstacles import why_not_withdraw
from portal.administration.tables import people_page

PAGE_SIZE = 50
WAITS = "已提出，待另一位管理员确认；确认之前不生效。"


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def person_list(request: UserRequest) -> HttpResponse:
    """People, filtered and sorted; the same as Excel with ``?format=excel``."""
    everybody = User.objects.prefetch_related("grants", "organisations")
    filtered = PeopleFilter(request.GET, queryset=everybody)
    if request.GET.get("format") == "excel":
        return workbook_file([people_page(filtered.rows)], "人员")
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/administration/people.html", {"filter": filtered, "page": page})


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def person(request: UserRequest, pk: int) -> HttpResponse:
    """One account: data, roles, organisations, what waits, history."""
    return _page(request, _person(pk))


def _person(pk: int) -> User:
    return get_object_or_404(User.objects.prefetch_related("grants"), pk=pk)


def _page(request: UserRequest, subject: User, **bound) -> HttpResponse:
    context = {
        "person": subject,
        "own": subject == request.user,
        "powerful": has_power(subject),
        "roles": [role for role in Role if role in subject.roles],
        "memberships": subject.memberships.select_related("organisation").order_by("pk"),
        "waiting": subject.proposals.waiting(),
        "left_alone": people.left_without_submitter(subject),
        "records": Record.objects.about(User._meta.label_lower, subject.pk),
        "data_form": PersonForm(initial={"name": subject.name, "phone": subject.phone}),
        "roles_form": RolesForm(person=subject),
        "email_form": EmailForm(),
        **bound,
    }
    return render(request, "portal/administration/person.html", context)


def _done(request: UserRequest, pk: int, act: Callable[[], object], said: str) -> HttpResponse:
    """Run an act and come back to the page with what was done, or why not."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("person", pk)


@only_for(Capability.KEEP_ACCOUNTS)
def person_create(request: UserRequest) -> HttpResponse:
    """Open an account; one with a right of the city is proposed."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_create(request, form.cleaned_data))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "portal/administration/person_create.html", {"form": form})


def _create(request: UserRequest, data: dict) -> object:
    said = {name: data[name] for name in ("email", "name", "phone", "roles", "organisation")}
    if needs_two((), data["roles"]):
        proposal = propose(ProposalKind.ACCOUNT, actor=request.user, reason=data["reason"], **said)
        messages.success(request, WAITS)
        return proposal
    made = people.create_account(said.pop("email"), actor=request.user, **said)
    messages.success(request, f"已开通 {made.email}，设置密码的方法已发到该邮箱。")
    return made


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def person_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Correct name and telephone."""
    subject, form = _person(pk), PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, data_form=form)
    return _done(
        request, pk, lambda: people.correct_person(pk, actor=request.user, **form.cleaned_data), "已更正。"
    )


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def person_roles(request: UserRequest, pk: int) -> HttpResponse:
    """Give roles, or propose them."""
    subject = _person(pk)
    form = RolesForm(request.POST, person=subject)
    if not form.is_valid():
        return _page(request, subject, roles_form=form)
    roles, reason = form.cleaned_data["roles"], form.cleaned_data["reason"]
    if needs_two(subject.capabilities, roles):
        said = {"person": subject, "roles": roles, "reason": reason}
        return _done(request, pk, lambda: propose(ProposalKind.GRANT, actor=request.user, **said), WAITS)
    return _done(request, pk, lambda: people.grant_roles(pk, roles, actor=request.user), "已增加角色。")


def _faulty(request: UserRequest, pk: int, form: ReasonForm) -> HttpResponse:
    """Back to the page with what is wrong about the reason."""
    messages.error(request, "".join(str(error) for error in form.errors["reason"]))
    return redirect("person", pk)


def _ask_once_more(request: UserRequest, subject: User, reason: str) -> HttpResponse | None:
    """Ask before nobody of an applicant can submit any more; None when that is not so, or it was answered."""
    units = people.left_without_submitter(subject)
    if not units or request.POST.get("sure") == "1" or subject == request.user:
        return None
    context = {"person": subject, "units": units, "reason": reason, "action": request.path}
    context["back"] = subject.get_absolute_url()
    return render(request, "portal/administration/last_submitter.html", context)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def person_withdraw_role(request: UserRequest, pk: int, role: str) -> HttpResponse:
    """Take a role away at once."""
    subject, form = _person(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _faulty(request, pk, form)
    reason = form.cleaned_data["reason"]
    applies = Capability.APPLY in subject.held.get(role, ())
    if applies and (question := _ask_once_more(request, subject, reason)):
        return question
    obstacle = why_not_withdraw(role)
    return _done(
        request,
        pk,
        lambda: people.withdraw_role(pk, role, actor=request.user, reason=reason, obstacle=obstacle),
        "已取消角色。",
    )


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
@confirmed_identity
def person_email(request: UserRequest, pk: int) -> HttpResponse:
    """Change the address, or propose it."""
    subject, form = _person(pk), EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, subject, email_form=form)
    email, reason = form.cleaned_data["email"], form.cleaned_data["reason"]
    if has_power(subject):
        said = {"person": subject, "email": email, "reason": reason}
        return _done(request, pk, lambda: propose(ProposalKind.EMAIL, actor=request.user, **said), WAITS)
    return _done(
        request,
        pk,
        lambda: people.change_email(pk, email, actor=request.user, reason=reason),
        "已更改，原邮箱和新邮箱都会收到通知。",
    )


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
@confirmed_identity
def person_reset(request: UserRequest, pk: int) -> HttpResponse:
    """Take the password away, or propose it."""
    subject, form = _person(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _faulty(request, pk, form)
    said = {"actor": request.user, "reason": form.cleaned_data["reason"]}
    if has_power(subject):
        return _done(request, pk, lambda: propose(ProposalKind.RESET, person=subject, **said), WAITS)
    return _done(
        request, pk, lambda: people.reset_credentials(pk, **said), "已重置，设置新密码的方法已发到其邮箱。"
    )


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def person_close(request: UserRequest, pk: int) -> HttpResponse:
    """Close an account."""
    subject, form = _person(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _faulty(request, pk, form)
    reason = form.cleaned_data["reason"]
    if question := _ask_once_more(request, subject, reason):
        return question
    return _done(
        request,
        pk,
        lambda: people.close_account(pk, actor=request.user, reason=reason),
        "已停用，该账号已退出登录。",
    )


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def person_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Open a closed account again, or propose it."""
    subject, form = _person(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _faulty(request, pk, form)
    if has_power(subject):
        said = {"person": subject, "reason": form.cleaned_data["reason"]}
        return _done(request, pk, lambda: propose(ProposalKind.REOPEN, actor=request.user, **said), WAITS)
    return _done(request, pk, lambda: people.reopen_account(pk, actor=request.user), "已重新启用。")
