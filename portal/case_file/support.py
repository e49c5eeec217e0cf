"""The chapter of a case file on what the entry was given, and the documents of it (AWD-1)."""

from collections.abc import Iterator

from applications.models import Application
from pilots.models import SupportMeasure
from pilots.support.excel import note_of
from portal.case_file.blocks import Block, Chapter, day, instant, table

HEAD = ("措施", "日期", "部门", "金额（万元）", "文件", "说明", "登记")
WIDTHS = (24, 18, 24, 15, 0, 24, 24)


def support(application: Application) -> Chapter:
    """Measures that stand, and what was taken back with the reason."""
    measures = list(_measures(application).select_related("by", "cancelled_by"))
    standing = [_row(measure) for measure in measures if measure.cancelled_at is None]
    cancelled = [
        (
            *_row(measure),
            f"{measure.cancelled_by}，{instant(measure.cancelled_at)}：{measure.cancel_reason}",
        )
        for measure in measures
        if measure.cancelled_at
    ]
    files = [(measure.file_name, measure.file_id) for measure in measures if measure.file_id]
    blocks: list[Block] = [
        *table("已登记的支持措施", HEAD, standing, small=True, widths=WIDTHS),
        *table("撤销的登记", (*HEAD, "撤销"), cancelled, small=True, widths=(*WIDTHS[:-1], 18, 24)),
        *table("支持措施的文件", ("文件名", "SHA-256"), files, small=True, widths=(0, 90)),
    ]
    return Chapter("支持措施", blocks)


def documents(application: Application) -> Iterator[tuple[str, str]]:
    """(name, SHA-256) of each document that was uploaded with a measure."""
    for measure in _measures(application).exclude(file=None):
        yield measure.file_name, measure.file_id


def _measures(application: Application):
    return SupportMeasure.objects.filter(entry=application.entry_id).order_by("granted_on", "pk")


def _row(measure: SupportMeasure) -> tuple:
    return (
        measure.get_kind_display(),
        day(measure.granted_on),
        measure.authority,
        measure.amount_wan,
        measure.document or measure.file_name,
        note_of(measure),
        f"{measure.by}，{instant(measure.at)}",
    )
