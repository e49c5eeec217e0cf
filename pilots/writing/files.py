"""Files that prove something about a pilot: several chosen at once, each opened in the sandbox, each content kept once."""

from collections.abc import Sequence

from django import forms
from django.core.files.base import File

from files import store
from files.inspection import CheckedUpload, check_upload, shown_name
from files.models import StoredFile
from files.refusals import FileRefused
from files.responses import INLINE_TYPES
from programme.notice import MATERIAL_FILE_TYPES

MOST_FILES = 20
Checked = Sequence[tuple[File, CheckedUpload]]


class ProofsForm(forms.Form):
    """A form with a field ``files``; ``checked`` pairs each file with what is known of it."""

    checked: list[tuple[File, CheckedUpload]]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs["accept"] = ",".join(
            f".{extension}" for extension in MATERIAL_FILE_TYPES
        )
        self.checked = []

    def clean_files(self) -> list:
        """Open every file in the sandbox; none is kept when one is refused."""
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"最多 {MOST_FILES} 个文件，请合并后再选择。")
        refused = [sentence for file in files if (sentence := self._check(file))]
        if refused:
            raise forms.ValidationError(refused)
        return files

    def _check(self, file) -> str:
        try:
            checked: CheckedUpload = check_upload(file, MATERIAL_FILE_TYPES)
        except FileRefused as refusal:
            return f"「{shown_name(file)}」：{refusal}"
        self.checked.append((file, checked))
        return ""

    def clean(self) -> dict:
        """Files of a form with errors have to be chosen again: a page cannot put them back into its field."""
        data = super().clean()
        if self.errors and self.files:
            self.add_error("files", "刚才选择的文件没有保存，请重新选择。")
        return data


def keep_once(files: Checked) -> dict[StoredFile, str]:
    """Store files; each content once, with its name.

    Raises:
        StoreFull: a file could not be kept.
    """
    return {store.put(file, checked.mime): checked.name for file, checked in files}


def file_row(file: StoredFile, name: str, url: str, **more: str) -> dict:
    """A file as ``file_list`` shows it.

    Args:
        more: kind, note, delete_url.
    """
    preview = f"{url}?show" if file.mime in INLINE_TYPES else ""
    return {"name": name, "size": file.size, "sha256": file.pk, "url": url, "preview_url": preview, **more}
