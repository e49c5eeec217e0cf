"""Private files of applications. What a person may not see is 404."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from applications.dossier.revision import code_of
from applications.models import Attachment, Packet, Revision
from files.models import StoredFile
from files.responses import serve

PACKET_FILES = {
    "word": "申报表.docx",
    "pdf": "申报表.pdf",
    "merged": "申报材料合订本.pdf",
    "archive": "申报材料.zip",
}


@require_safe
def attachment_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a draft: download, or with ``?preview`` show."""
    visible = Attachment.objects.visible_to(request.user).select_related("file")
    attachment = get_object_or_404(visible, pk=pk)
    return serve(attachment.file, attachment.name, inline="preview" in request.GET)


@require_safe
def revision_attachment(request: HttpRequest, pk: int, index: int) -> HttpResponseBase:
    """A file that was submitted with a revision; ``index`` counts from 0."""
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    if index >= len(revision.attachments):
        raise Http404
    item = revision.attachments[index]
    stored = get_object_or_404(StoredFile, pk=item["sha256"])
    return serve(stored, item["name"], inline="preview" in request.GET)


@require_safe
def revision_file(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """A file of the packet of a revision, when it is built."""
    if what not in PACKET_FILES:
        raise Http404
    visible = Revision.objects.visible_to(request.user).select_related("application")
    revision = get_object_or_404(visible, pk=pk)
    packet = get_object_or_404(Packet.objects.select_related(what), revision=revision)
    stored = getattr(packet, what)
    if stored is None:
        raise Http404
    name = f"{revision.application.number or code_of(revision)}-{PACKET_FILES[what]}"
    return serve(stored, name, inline="preview" in request.GET)
