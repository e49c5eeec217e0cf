"""Private files of applications. What a person may not see is 404."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from applications.dossier.earlier import earlier_file
from applications.models import Application, Attachment, Revision
from files.models import StoredFile
from files.responses import serve


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
def earlier_attachment(request: HttpRequest, pk: int, index: int) -> HttpResponseBase:
    """A file of what an application comes again from: who reads the one reads the other (ELI-R)."""
    application = get_object_or_404(Application.objects.visible_to(request.user), pk=pk)
    item = earlier_file(application, index)
    stored = get_object_or_404(StoredFile, pk=item["sha256"])
    return serve(stored, item["name"], inline="preview" in request.GET)
