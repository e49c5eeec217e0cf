"""A person's own pages: registering an organisation, messages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.actions import register_organisation
from accounts.capabilities import Capability
from accounts.forms import OrganisationForm, join_by_invitation
from accounts.rules import may
from journal import clock
from journal.acts import Repeated
from journal.models import Message

PER_PAGE = 20


def organisation_register(request: HttpRequest) -> HttpResponse:
    """Register the organisation that applications are filed for."""
    if not may(request.user, Capability.APPLY):
        raise Http404
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = register_organisation(form.save(commit=False), actor=request.user)
        except Repeated:
            form.add_error("uscc", f"该单位刚刚已由他人登记。{join_by_invitation()}")
        else:
            messages.success(request, f"「{made.name}」已登记，现在可以开始申报。")
            return redirect("application_start")
    return render(request, "accounts/organisation_register.html", {"form": form})


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages to the person, newest first, unread ones marked."""
    found = Message.objects.inbox(request.user.pk)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "accounts/inbox.html", {"page": page, "unread": found.filter(read_at=None).count()}
    )


@require_safe
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go where it points, within the portal only."""
    message = get_object_or_404(Message.objects.inbox(request.user.pk), pk=pk)
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now())
    local = message.link.startswith("/") and url_has_allowed_host_and_scheme(message.link, allowed_hosts=None)
    return redirect(message.link if local else "inbox")
