"""The page of the material list: uploading, replacing, ordering, deleting (MAT-*). All of it works as plain POST."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from applications.filling.autosave import clash_links
from applications.filling.forms import ProofsForm
from applications.filling.lacks import annex_can_be_made, annex_is_old
from applications.filling.page import draft_context, draft_page, drafts_of
from applications.filling.pages import following, page_of
from applications.filling.saving import Saved
from applications.filling.saving_pages import page_marks, save_page
from applications.materials import actions as materials_actions
from applications.materials.forms import PlaceForm
from applications.materials.uploads import take_replacement, take_uploads
from applications.models import Application, Attachment
from applications.remarks.follow_up import Followed
from applications.requirements import in_order, materials_for
from applications.rules import may_edit
from files.inspection import NAME_LENGTH
from files.merging import unmergeable_kind
from files.responses import INLINE_TYPES
from journal.workflow import Refused
from programme.notice import MATERIAL_FILE_TYPES


@draft_page
def materials(request: HttpRequest, application: Application) -> HttpResponse:
    """The material list: upload several files to a line; what is refused is said at its line. Or the reason why there
    are no proofs.
    """
    if "reason_proofs" in request.POST:
        return _reason(request, application)
    refused, key = [], request.POST.get("material", "")
    if request.method == "POST":
        if key not in [line.key for line in materials_for(application)]:
            raise Http404
        uploads = request.FILES.getlist("files")
        refused = take_uploads(application, key, uploads, actor=request.user)
        refused = refused if uploads else ["请先选择要上传的文件"]
        if not refused:
            return redirect(f"{page_of(application, 'materials').url}#material-{key}")
    return _page(request, application.pk, {key: refused})


def _reason(request: HttpRequest, application: Application) -> HttpResponse:
    """Save the reason; where another person changed it meanwhile, the page shows both."""
    saved = save_page(application.pk, "materials", request.POST, actor=request.user)
    if not saved.clashes:
        return redirect(f"{page_of(application, 'materials').url}#proofs-reason")
    return _page(request, application.pk, {}, saved)


def _page(
    request: HttpRequest, pk: int, refused: dict[str, list[str]], saved: Saved | None = None
) -> HttpResponse:
    """The page as it stands now; ``refused``: sentences by the line they belong to; ``saved``: a reason that clashes."""
    application = get_object_or_404(drafts_of(request.user), pk=pk)
    context = draft_context(application, "materials") | _proofs(request, application, saved)
    gaps = [(lack.url.partition("#")[2], lack.message) for lack in context["page_lacks"]]
    said = [(f"files-{key}", sentence) for key, sentences in refused.items() for sentence in sentences]
    total = sum(attachment.file.size for attachment in application.attachments.all())
    lines = lines_of(application, refused, context["remarks"])
    context |= {
        "lines": lines,
        "missing": [line["material"] for line in lines if line["material"].required and not line["files"]],
        "unbindable": unbindable(application.attachments.all()),
        "problems": clash_links(context["clashes"]) or said or (gaps if "check" in request.GET else []),
        "accept": ",".join(f".{extension}" for extension in MATERIAL_FILE_TYPES),
        "types": "、".join(each.upper() for each in MATERIAL_FILE_TYPES if each != "jpeg"),
        "max_file": settings.MAX_FILE_BYTES,
        "max_total": settings.MAX_APPLICATION_BYTES,
        "max_name": NAME_LENGTH,
        "total": total,
        "left": max(0, settings.MAX_APPLICATION_BYTES - total),
        "next_url": following(application, "materials"),
    }
    return render(request, "applications/materials/page.html", context, status=409 if saved else 200)


def _proofs(request: HttpRequest, application: Application, saved: Saved | None) -> dict:
    """Where the reason is written why there are no proofs; one that comes again is not asked (ELI-R)."""
    form = ProofsForm(request.POST if saved else None, application=application)
    marks = saved.copy if saved else page_marks(form)
    return {
        "proofs": form,
        "copy": json.dumps(marks),
        "clashes": list(saved.clashes.values()) if saved else [],
    }


def unbindable(attachments: Iterable[Attachment]) -> list[tuple[str, str]]:
    """(name, what it is called) of the files that cannot go into the bound volume and are printed on their own (MAT-W)."""
    kinds = [(attachment.name, unmergeable_kind(attachment.file.mime)) for attachment in attachments]
    return [(name, kind) for name, kind in kinds if kind]


def lines_of(application: Application, refused: dict[str, list[str]], remarks: list[Followed]) -> list[dict]:
    """The lines of the material list, each with its files, its remarks, and the other lines a file could go to.

    ``told``: HTML ids of what is told with the input of a line.
    """
    listed = materials_for(application)
    files = in_order(application, application.attachments.all())
    lines = []
    for line in listed:
        own = [file for file in files if file.material == line.key]
        rows = [
            draft_file(each) | {"first": each == own[0], "last": each == own[-1], "index": index}
            for index, each in enumerate(own)
        ]
        others = [other for other in listed if other != line]
        said = [remark for remark in remarks if remark.html_id == f"material-{line.key}"]
        wrong = refused.get(line.key, [])
        told = [f"refused-{line.key}-1"] * bool(wrong) + [each.box_id for each in said]
        lines.append(
            {
                "material": line,
                "files": rows,
                "others": others,
                "refused": wrong,
                "remarks": said,
                "told": " ".join(told),
            }
        )
    return lines


def draft_file(attachment: Attachment) -> dict:
    """A file of the draft as a row of the shared file list; it may be deleted, replaced and moved."""
    url = reverse("attachment_file", args=[attachment.pk])
    old = annex_is_old(attachment.application, attachment)
    renews = old and annex_can_be_made(attachment.application)
    return {
        "pk": attachment.pk,
        "name": attachment.name,
        "size": attachment.file.size,
        "mime": attachment.file.mime,
        "url": url,
        "preview_url": f"{url}?preview=1" if attachment.file.mime in INLINE_TYPES else "",
        "unbindable": unmergeable_kind(attachment.file.mime),
        "note": "附上后，核算表或项目名称、单位名称已有变动" if old else "",
        "renew_url": reverse("application_annex", args=[attachment.application_id]) if renews else "",
        "delete_url": reverse("attachment_delete", args=[attachment.pk]),
        "replace_url": reverse("attachment_replace", args=[attachment.pk]),
        "place_url": reverse("attachment_place", args=[attachment.pk]),
    }


def _own(request: HttpRequest, pk: int) -> Attachment:
    visible = Attachment.objects.visible_to(request.user).select_related("application__cycle", "file")
    return get_object_or_404(visible, pk=pk)


def _back(request: HttpRequest, attachment: Attachment, anchor: str) -> HttpResponse:
    """Back to the list, or to the page of the application when its draft cannot be changed now."""
    if not may_edit(request.user, attachment.application):
        return redirect("application_detail", attachment.application_id)
    return redirect(f"{reverse('application_materials', args=[attachment.application_id])}#{anchor}")


@require_POST
def attachment_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a new file in the place of an old one; when it is refused the old one stays, and its line says why."""
    attachment = _own(request, pk)
    upload = request.FILES.get("files")
    if upload is None:
        refused = f"请先选择用来替换「{attachment.name}」的文件"
    else:
        refused = take_replacement(attachment, upload, actor=request.user)
    if refused and may_edit(request.user, attachment.application):
        return _page(request, attachment.application_id, {attachment.material: [refused]})
    if refused:
        messages.error(request, refused)
    return _back(request, attachment, f"file-{pk}")


@require_POST
def attachment_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a file up or down in its line, to an exact place, or to another line."""
    attachment = _own(request, pk)
    form = PlaceForm(request.POST, attachment=attachment)
    if not form.is_valid():
        messages.error(request, "请选择要移到的材料。")
        return _back(request, attachment, f"file-{pk}")
    try:
        materials_actions.place(pk, actor=request.user, **form.target)
    except Refused as refusal:
        messages.error(request, f"「{attachment.name}」没有移动：{refusal}")
    return _back(request, attachment, f"file-{pk}")


@require_POST
def attachment_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off the draft; what was submitted with a revision stays there."""
    attachment = _own(request, pk)
    try:
        materials_actions.detach(pk, actor=request.user)
        messages.success(request, f"已删除「{attachment.name}」。")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, attachment, f"material-{attachment.material}")
