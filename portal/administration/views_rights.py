"""What waits for the second administrator, and the table of rights."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability, Role
from accounts.guards import UserRequest, confirmed_identity, only_for
from accounts.keeping.names import NAMES
from accounts.keeping.rules import CHANGEABLE, same_person
from accounts.models import Proposal, ProposalKind, Recovery
from accounts.rights import actions as rights
from accounts.rights import table
from accounts.rights.administrators import stop_recovery
from accounts.rights.workflow import PROPOSAL
from journal.models import Record
from journal.workflow import Refused
from portal.administration.filters import ProposalFilter
from portal.administration.forms import RemarkForm, TableForm

PAGE_SIZE = 50
RELATED = ("person", "organisation", "proposed_by", "decided_by")


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def proposal_list(request: UserRequest) -> HttpResponse:
    """All proposals, the newest first."""
    filtered = ProposalFilter(request.GET, queryset=Proposal.objects.select_related(*RELATED))
    page = Paginator(filtered.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/administration/proposals.html", {"filter": filtered, "page": page})


def _proposal(pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related(*RELATED), pk=pk)


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def proposal(request: UserRequest, pk: int) -> HttpResponse:
    """One proposal: what would change, who else it may be, and the buttons of who may press them."""
    return _page(request, _proposal(pk), RemarkForm())


def _page(request: UserRequest, shown: Proposal, form: RemarkForm) -> HttpResponse:
    verbs = PROPOSAL.available(shown, request.user)
    context = {
        "proposal": shown,
        "what": rights.described(shown),
        "alike": same_person(shown),
        "may_decide": "confirm_rights" in verbs,
        "may_take_back": "take_back_rights" in verbs,
        "own": shown.proposed_by_id == request.user.pk,
        "form": form,
        "records": Record.objects.about(Proposal._meta.label_lower, shown.pk),
    }
    return render(request, "portal/administration/proposal.html", context)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
@confirmed_identity
def proposal_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm what another administrator proposed."""
    shown = _proposal(pk)
    try:
        rights.confirm(shown.pk, actor=request.user, seen=request.POST.get("seen", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已确认并生效，已通知本人和有关人员。")
    return redirect(shown)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def proposal_decline(request: UserRequest, pk: int) -> HttpResponse:
    """Say no, with a reason."""
    shown, form = _proposal(pk), RemarkForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form)
    try:
        rights.decline(shown.pk, actor=request.user, remark=form.cleaned_data["remark"])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已记录不同意的意见，没有作任何改动。")
    return redirect(shown)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def proposal_take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take the own proposal back."""
    shown = _proposal(pk)
    try:
        rights.take_back(shown.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已撤回。")
    return redirect(shown)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
def recovery_stop(request: UserRequest, pk: int) -> HttpResponse:
    """Stop a recovery that was asked for on the host."""
    recovery = get_object_or_404(Recovery, pk=pk)
    try:
        stop_recovery(recovery.pk, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已制止，已通知全体管理员。请查明是谁在服务器上申请的。")
    return redirect("administration")


@only_for(Capability.KEEP_ACCOUNTS)
@confirmed_identity
def rights_table(request: UserRequest) -> HttpResponse:
    """The rights of the city's roles; a change is proposed."""
    today = table.today()
    form = TableForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "changed": table.differences(form.wanted)}
        try:
            made = rights.propose(ProposalKind.TABLE, actor=request.user, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已提出，待另一位管理员确认；确认之前不生效。")
            return redirect(made)
    ticked = form.wanted if form.is_bound else today
    context = {
        "form": form,
        "roles": [Role(role) for role in today],
        "rows": [_cells(right, ticked) for right in CHANGEABLE],
        "waiting": Proposal.objects.waiting().filter(kind=ProposalKind.TABLE),
    }
    return render(request, "portal/administration/table.html", context)


def _cells(right: Capability, ticked: dict) -> tuple[str, str, list[tuple[Role, bool]]]:
    """A row of the table: the right, what it is called, and of each role whether it is ticked."""
    return right, NAMES[right], [(Role(role), right in rights) for role, rights in ticked.items()]
