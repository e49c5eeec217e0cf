"""A disk that is full while an attachment is stored: one clear sentence, the draft as it was, nothing half stored."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application, Attachment
from files.models import StoredFile
from tests import factories
from tests.faults.audit import assert_sound
from tests.files.samples import pdf

ROOM = 200_000  # bytes; the largest file that the web process can write
SENTENCE = "文件没有保存成功：服务器存储空间不足或暂时不可写"


def upload(name: str, size: int) -> SimpleUploadedFile:
    """A PDF of about so many bytes; what follows its end does not matter to a reader."""
    content = pdf()
    return SimpleUploadedFile(name, content + b"%" + os.urandom(max(0, size - len(content))))


def stored_paths() -> set[Path]:
    return {path for path in Path(settings.PRIVATE_FILES_DIR).rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "size",
    [pytest.param(1_000_000, id="kept in memory"), pytest.param(6_000_000, id="written while it comes in")],
)
def test_a_full_disk_is_said_in_chinese_and_harms_nothing(stack, tmp_path, size):
    draft = factories.draft()
    before = Application.objects.values().get(), list(Attachment.objects.values()), stored_paths()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    stack.env["TMPDIR"] = str(scratch)
    visitor = stack.web(workers=1, file_bytes=ROOM).visitor(draft.created_by)
    status, page = visitor.upload(draft.pk, "other", upload("large.pdf", size))
    assert status == 200
    assert f"「large.pdf」未上传：{SENTENCE}" in page
    assert (Application.objects.values().get(), list(Attachment.objects.values()), stored_paths()) == before
    assert StoredFile.objects.count() == 1
    assert [path for path in scratch.rglob("*") if path.is_file() and "wgunicorn" not in path.name] == []

    status, page = visitor.upload(draft.pk, "other", upload("small.pdf", 2000), upload("large.pdf", size))
    assert status == 200 and SENTENCE in page
    assert list(Attachment.objects.order_by("pk").values_list("name", flat=True))[-1] == "small.pdf"
    assert visitor.submit(draft.pk) == (302, f"/applications/{draft.pk}/")
    assert_sound([draft.pk])
