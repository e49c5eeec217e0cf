"""Scans of the stamped form (MAT-W)."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from applications.materials.uploads import _kept
from applications.models import Revision
from applications.paper import actions as paper
from files.inspection import check_upload, shown_name
from files.refusals import FileRefused
from journal.workflow import Refused

SCAN_FILE_TYPES = ("pdf", "jpg", "jpeg", "png")


def take_scan(
    revision: Revision, uploads: Sequence[UploadedFile], form_pages: int, *, actor: User
) -> list[str]:
    """Check and keep the scan of a stamped form, all files of it or none; return why it was refused (MAT-W).

    Args:
        form_pages: pages of the printed form, with the cover where that is stamped; the scan has at least as many.
    """
    refused, checked = [], []
    for upload in uploads:
        try:
            checked.append(check_upload(upload, SCAN_FILE_TYPES))
        except FileRefused as refusal:
            refused.append(f"「{shown_name(upload)}」未上传：{refusal}")
    pages = sum(each.pages for each in checked)
    if not refused and pages < form_pages:
        what = "申报表" if revision.application.form.declaration else "盖章的封面和申报表"
        refused.append(f"扫描件共 {pages} 页，{what}有 {form_pages} 页。请把全部页面扫描后一起选择，再上传。")
    if refused:
        return refused
    try:
        paper.keep_scan(
            revision,
            actor=actor,
            pages=pages,
            keep=lambda: [_kept(*pair) for pair in zip(uploads, checked, strict=True)],
        )
    except (FileRefused, Refused) as refusal:
        return [f"扫描件没有上传：{refusal}"]
    return []
