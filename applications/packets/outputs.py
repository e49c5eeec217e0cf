"""The files of a packet: one row per kind, in the order in which they are made and shown."""

from dataclasses import dataclass

from applications.models import PacketFile
from sheets.outputs import FORM_OUTPUTS, FormOutput


@dataclass(frozen=True)
class Output:
    """One file of a packet.

    Attributes:
        suffix: what follows the number in the name of the built file. name: what follows it in a download.
        short: how a table of files calls it. form: its renderer; None for what is put together of other files.
    """

    kind: PacketFile.Kind
    suffix: str
    name: str
    short: str
    mime: str
    form: FormOutput | None = None


def _of_form(form: FormOutput) -> Output:
    return Output(
        kind=PacketFile.Kind(form.key),
        suffix=f"form.{form.ending}",
        name=f"申报表.{form.ending}",
        short=f"申报表 {form.format}",
        mime=form.mime,
        form=form,
    )


OUTPUTS: dict[PacketFile.Kind, Output] = {
    output.kind: output
    for output in (
        *(_of_form(form) for form in FORM_OUTPUTS),
        Output(PacketFile.Kind.MERGED, "packet.pdf", "申报材料合订本.pdf", "合订本", "application/pdf"),
        Output(PacketFile.Kind.ARCHIVE, "packet.zip", "申报材料.zip", "压缩包", "application/zip"),
    )
}
