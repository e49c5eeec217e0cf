"""Where an administrator begins: what waits, what is missing, how many there are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, only_for
from accounts.models import Organisation, Proposal, Recovery, User
from portal.administration.shortcomings import shortcomings


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def administration(request: UserRequest) -> HttpResponse:
    """The administrators' home."""
    waiting = Proposal.objects.waiting().select_related("person", "proposed_by")
    context = {
        "to_decide": waiting.exclude(proposed_by=request.user).exclude(person=request.user),
        "own": waiting.filter(proposed_by=request.user),
        "recoveries": Recovery.objects.waiting().select_related("person"),
        "shortcomings": shortcomings(),
        "open_accounts": User.objects.filter(is_active=True).count(),
        "closed_accounts": User.objects.filter(is_active=False).count(),
        "units": Organisation.objects.count(),
    }
    return render(request, "portal/administration/home.html", context)
