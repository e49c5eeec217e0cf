"""Verifying the journal: every stream row by row, as docs/journal.md says."""

from collections.abc import Iterator

from journal.models import BLANKED, Head, Record
from journal.recipe import GENESIS, RECIPE, SALTED, digest_of, row_hash

BLANK = "blank_record"  # the verb of a deletion by law; the row's object is the record deleted from
NAMES = {"actor": "操作人", "summary": "摘要", "facts": "事实"}
WITHOUT_TEXT = {"actor": [None, BLANKED], "summary": BLANKED, "facts": {}}


def broken_chain() -> list[str]:
    """Check every stream; return one sentence for each fault: a row changed, removed, moved or slipped in.

    What was deleted by law is no fault, see ``blanked_rows``.
    """
    streams = set(Record.objects.values_list("stream", flat=True)) | set(
        Head.objects.values_list("stream", flat=True)
    )
    lawful = _deleted_by_law()
    return [sentence for stream in sorted(streams) for sentence in _faults(stream, lawful)]


def blanked_rows() -> list[str]:
    """One sentence for each row from which something was deleted."""
    rows = Record.objects.blanked().order_by("pk").iterator()
    return [f"日志第 {row.pk} 条：{_named(row.blanked)}已依法删除。" for row in rows]


def _named(fields: list[str]) -> str:
    return "、".join(NAMES[name] for name in fields)


def _deleted_by_law() -> set[tuple[int, str]]:
    """(row, field) of all that a record says was deleted."""
    deletions = Record.objects.filter(verb=BLANK, object_type=Record._meta.label_lower)
    return {
        (pk, name)
        for pk, facts in deletions.values_list("object_id", "facts")
        for name in facts.get("fields", ())
    }


def _faults(stream: str, lawful: set[tuple[int, str]]) -> Iterator[str]:
    previous, count = GENESIS, 0
    for row in Record.objects.filter(stream=stream).order_by("pk").iterator():
        if row.previous_hash != previous:
            yield f"日志第 {row.pk} 条与前一条不衔接：可能有记录被删除或插入。"
        if row.recipe != RECIPE:
            yield f"日志第 {row.pk} 条的校验算法版本 {row.recipe} 无法识别：记录被改动。"
        elif row.hash != row_hash(row):
            yield f"日志第 {row.pk} 条的内容与校验值不符：记录被改动。"
        yield from _faults_of_texts(row, lawful)
        previous, count = row.hash, count + 1
    head = Head.objects.filter(stream=stream).first()
    if (head.hash if head else GENESIS) != previous or (head.count if head else 0) != count:
        yield "日志末尾与链头不符：最近的记录被删除或改动。"


def _faults_of_texts(row: Record, lawful: set[tuple[int, str]]) -> Iterator[str]:
    values = row.salted()
    for name in SALTED:
        salt, digest = getattr(row, f"{name}_salt"), getattr(row, f"{name}_digest")
        if salt and digest != digest_of(salt, values[name]):
            yield f"日志第 {row.pk} 条的{NAMES[name]}与校验值不符：记录被改动。"
        elif not salt and ((row.pk, name) not in lawful or values[name] != WITHOUT_TEXT[name]):
            yield f"日志第 {row.pk} 条的{NAMES[name]}缺失，却没有依法删除的记录：记录被改动。"
