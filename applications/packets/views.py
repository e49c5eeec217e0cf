"""The packet of an application: its box, asked for again while it is being built, another try, and its files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from applications.dossier.revision import code_of
from applications.models import Application, PacketFile
from applications.packets import actions as packets
from applications.packets.outputs import OUTPUTS
from applications.packets.status import status_of
from files.responses import serve
from journal.workflow import Refused


def _submitted(user):
    """Applications with a packet that the person may open."""
    visible = Application.objects.visible_to(user).exclude(current_revision=None)
    return visible.select_related("cycle", "current_revision")


@require_safe
def application_packet(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the packet is: for htmx the box, or nothing when it is as ``seen``; else the page that shows it."""
    application = get_object_or_404(_submitted(request.user), pk=pk)
    if not request.htmx:
        return redirect(f"{application.get_absolute_url()}#packet")
    status = status_of(application.current_revision, request.user)
    if request.GET.get("seen") == status.mark:
        return HttpResponse(status=204)
    context = {"application": application, "packet_status": status}
    return render(request, "applications/packets/said.html", context)


@require_POST
def packet_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Build a failed packet again."""
    application = get_object_or_404(_submitted(request.user), pk=pk)
    try:
        packets.retry_packet(application.current_revision.packet.pk, actor=request.user)
        messages.success(request, "已重新开始生成材料包。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{application.get_absolute_url()}#packet")


@require_safe
def revision_file(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """A file of the packet of a revision, when it is built."""
    visible = PacketFile.objects.visible_to(request.user)
    visible = visible.select_related("file", "packet__revision__application")
    made = get_object_or_404(visible, packet__revision=pk, kind=what)
    revision = made.packet.revision
    name = f"{revision.application.number or code_of(revision)}-{OUTPUTS[PacketFile.Kind(what)].name}"
    return serve(made.file, name, inline="preview" in request.GET)
