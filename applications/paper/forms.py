"""What an applicant says of paper: a step is done, or here is the scan (MAT-W)."""

from django import forms

from applications.states import PaperStep
from face.fields import FilesField


class MarkForm(forms.Form):
    """A step, ticked or (``undo``) no longer."""

    step = forms.ChoiceField(choices=PaperStep)
    undo = forms.BooleanField(required=False)

    @property
    def change(self) -> dict:
        """``step`` and ``done`` as ``actions_paper.mark_step`` takes them."""
        return {"step": PaperStep(self.cleaned_data["step"]), "done": not self.cleaned_data["undo"]}


class ScanForm(forms.Form):
    """The files of a scan, and the word of the person who compared its code by eye."""

    files = FilesField(
        label="盖章扫描件",
        help_text="PDF 或 JPG、PNG 图片，可以一次选择多个文件，页数不少于申报表（区域申报表连同盖章的封面）。",
        error_messages={"required": "请选择扫描件。"},
    )
    compared = forms.BooleanField(
        label="我已逐页核对：扫描件完整清晰，已签字盖章，页脚的识别码与上面显示的一致",
        error_messages={"required": "请核对识别码后勾选。识别码不一致的，不是这一版，请重新打印。"},
    )

    def clean(self) -> dict:
        """Say that files sent without the tick were not kept: a page cannot put them back into its field."""
        if "compared" in self.errors and self.cleaned_data.get("files"):
            self.add_error("files", "没有勾选核对，刚才选择的文件没有保存，请重新选择全部扫描件。")
        return self.cleaned_data
