"""The way of the paper: print, sign, stamp, upload the scan, deliver (MAT-W). For the parties; only the applicant acts."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from applications.models import Application, PacketFile, StampedScan
from applications.packets import downloads as packets_downloads
from applications.paper import actions as paper_actions
from applications.paper.forms import MarkForm, ScanForm
from applications.paper.scans import SCAN_FILE_TYPES, take_scan
from applications.paper.way import SCANNED, paper_way
from applications.workflow import APPLICATION
from files import store
from files.inspection import page_count
from files.models import StoredFile
from files.responses import serve
from journal.workflow import Refused

STAMPED_COVER = 1  # where the form has no place for the applicant's stamp, its scan has the stamped cover too


def _seen(request: HttpRequest, pk: int) -> Application:
    applications = Application.objects.visible_to(request.user).exclude(current_revision=None)
    return get_object_or_404(
        applications.select_related("cycle", "organisation", "recommender", "current_revision"), pk=pk
    )


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The steps of the current revision, with what this person may do now."""
    return _page(request, _seen(request, pk), ScanForm())


def _page(request: HttpRequest, application: Application, form: ScanForm) -> HttpResponse:
    way = paper_way(application)
    if way is None:
        return redirect(application)
    way.revision.application = application
    verbs = APPLICATION.available(application, request.user)
    may_scan = "upload_scan" in verbs and not (way.complete and way.scan)
    context = {
        "application": application,
        "way": way,
        "verbs": verbs,
        "may_scan": may_scan,
        "scan_step": SCANNED,
        "form": form,
        "to_print": packets_downloads.to_print(way.revision),
        "accept": ",".join(f".{extension}" for extension in SCAN_FILE_TYPES),
        "max_file": settings.MAX_FILE_BYTES,
    }
    return render(request, "applications/paper/way.html", context)


@require_POST
def paper_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a step, or take its tick back."""
    application = _seen(request, pk)
    form = MarkForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("请选择已经完成的步骤。")
        paper_actions.mark_step(application.current_revision, actor=request.user, **form.change)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('application_paper', args=[pk])}#way")


@require_POST
def paper_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the scan of the stamped form; refused, the page says why at the field."""
    application = _seen(request, pk)
    revision = application.current_revision
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        packet = packets_downloads.packet_of(revision)
        if packet.state != packet.State.DONE:
            form.add_error("files", "申报表还在生成，暂时不能核对页数。请稍后再上传。")
        else:
            pages = page_count(store.path(packet.sha256_of(PacketFile.Kind.PDF)))
            pages += 0 if application.form.declaration else STAMPED_COVER
            for sentence in take_scan(revision, form.cleaned_data["files"], pages, actor=request.user):
                form.add_error("files", sentence)
    if not form.errors:
        messages.success(request, f"第 {revision.number} 版盖章扫描件已上传。")
        return redirect(f"{reverse('application_paper', args=[pk])}#way")
    return _page(request, _seen(request, pk), form)


@require_safe
def scan_file(request: HttpRequest, pk: int, index: int) -> HttpResponseBase:
    """A file of a stamped scan; ``index`` counts from 0."""
    scan = get_object_or_404(StampedScan.objects.visible_to(request.user), pk=pk)
    if index >= len(scan.files):
        raise Http404
    file = scan.files[index]
    stored = get_object_or_404(StoredFile, pk=file["sha256"])
    return serve(stored, file["name"], inline="preview" in request.GET)
