"""The import page: template, dry run, and taking what the dry run showed."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, confirmed_identity, only_for
from face.downloads import workbook_file
from files.children import sandbox
from files.refusals import FileRefused
from files.upload_handler import LostUpload, written_copy
from portal.administration.importing.actions import run
from portal.administration.importing.sheet import MOST, rows_of, template_page

LIMITS = sandbox.Limits(memory=1024**3, cpu=4, wall=15)
READER = "sheets.excel.child:read_rows"
SALT = "administration.import"
LARGEST = 5 * 1024 * 1024
TOO_COMPLEX = "文件内容过于复杂或已损坏，无法读取。请只保留导入表本身，另存为 .xlsx 后再上传。"


class ImportForm(forms.Form):
    """The workbook; ``read`` are the numbers and texts of its rows."""

    file = forms.FileField(label="填好的导入表（.xlsx）", error_messages={"required": "请选择文件。"})

    def clean_file(self) -> object:
        """Read it in a child process."""
        upload = self.cleaned_data["file"]
        if isinstance(upload, LostUpload) or upload.size > LARGEST:
            raise ValidationError("文件过大，导入表不应超过 5 MB。")
        try:
            with written_copy(upload) as path:
                answer = sandbox.run(READER, {"path": path, "most": MOST + 20}, LIMITS, reads=[path])
        except sandbox.ChildFailed:
            raise ValidationError(TOO_COMPLEX) from None
        except FileRefused as refused:
            raise ValidationError(str(refused)) from None
        if answer["refused"]:
            raise ValidationError(answer["refused"])
        self.read = answer["rows"]
        self.rows = rows_of(self.read)
        return upload


@require_safe
@only_for(Capability.KEEP_ACCOUNTS)
def import_template(request: UserRequest) -> HttpResponse:
    """The empty table."""
    return workbook_file([template_page()], "单位和人员导入表")


@only_for(Capability.KEEP_ACCOUNTS)
def import_people(request: UserRequest) -> HttpResponse:
    """Upload, and read row by row what would be done; nothing is changed yet."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context: dict = {"form": form, "lines": None}
    if request.method == "POST" and form.is_valid():
        lines = run(form.rows, actor=request.user, for_good=False)
        context |= {"lines": lines, "faulty": sum(line.is_faulty for line in lines)}
        context["sealed"] = signing.dumps(form.read, salt=SALT, compress=True)
    return render(request, "portal/administration/import.html", context)


@require_POST
@only_for(Capability.KEEP_ACCOUNTS)
@confirmed_identity
def import_take(request: UserRequest) -> HttpResponse:
    """Take what the dry run showed, all of it or nothing."""
    try:
        read = signing.loads(request.POST.get("sealed", ""), salt=SALT, max_age=3600)
        rows = rows_of(read)
    except (signing.BadSignature, ValidationError):
        messages.error(request, "预检结果已过期，请重新上传导入表。")
        return redirect("import_people")
    lines = run(rows, actor=request.user, for_good=True)
    if any(line.is_faulty for line in lines):
        messages.error(request, "情况有变动，没有导入任何一行。请重新上传并核对。")
        return redirect("import_people")
    messages.success(request, f"已导入 {len(rows)} 行。涉及市级权限的账号待另一位管理员确认。")
    return redirect("administration")
