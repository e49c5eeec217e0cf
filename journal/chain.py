"""Verifying the journal: every stream row by row, as docs/journal.md says.

A walk reads a piece at a time, by short statements that lock nothing, and may stop and go on anywhere. Rows get their ids
under the lock on the end of the chain (``recording``), so what a statement sees is always the beginning of a stream.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from journal.models import BLANKED, Head, PublishedHead, Record
from journal.recipe import GENESIS, RECIPE, SALTED, STREAM, digest_of, row_hash

BLANK = "blank_record"  # the verb of a deletion by law; the row's object is the record deleted from
NAMES = {"actor": "操作人", "summary": "摘要", "facts": "事实"}
WITHOUT_TEXT = {"actor": [None, BLANKED], "summary": BLANKED, "facts": {}}
PIECE = 2000  # rows in memory at once


@dataclass(frozen=True)
class Outside:
    """A head as it was noted somewhere else, and ``name``, what faults call it."""

    count: int
    hash: str
    name: str = "给出的链头"

    def fault_at(self, hash: str) -> str:
        """The sentence for a chain whose row of that count has another hash; "" when it is the same."""
        if hash == self.hash:
            return ""
        return (
            f"第 {self.count} 条的校验值不是{self.name} {self.count}:{self.hash} 所记："
            "此前的记录被整体改写，校验值也被重新计算。"
        )

    def fault_of_end(self, count: int) -> str:
        """The sentence for a chain that ends before this head."""
        return f"日志只有 {count} 条，{self.name} {self.count}:{self.hash} 记有 {self.count} 条：末尾的记录被删除。"


@dataclass
class Walk:
    """How far a stream is verified: ``count`` rows up to the id ``last``, whose hash is ``hash``.

    Attributes:
        outside: heads to hold the chain against, beside those that the portal itself published.
    """

    stream: str = STREAM
    last: int = 0
    count: int = 0
    hash: str = GENESIS
    outside: tuple[Outside, ...] = ()
    is_done: bool = field(default=False, init=False)

    def to_end(self) -> Iterator[str]:
        """Walk on to the end; one sentence for each fault."""
        while not self.is_done:
            yield from self.step()

    def step(self) -> list[str]:
        """Verify the next piece; one sentence for each fault in it."""
        noted = self._noted()  # before the rows: what was published is there then
        end = Head.objects.filter(stream=self.stream).first()
        rows = list(Record.objects.filter(stream=self.stream, pk__gt=self.last).order_by("pk")[:PIECE])
        if not rows:
            self.is_done = True
            return [*self._faults_of_end(end), *(head.fault_of_end(self.count) for head in noted)]
        lawful = _deleted_by_law(row.pk for row in rows if row.blanked)
        at: dict[int, list[Outside]] = {}
        for head in noted:
            at.setdefault(head.count, []).append(head)
        return [sentence for row in rows for sentence in self._faults_of(row, at, lawful)]

    def _noted(self) -> list[Outside]:
        """Heads that lie ahead, those that the portal published included."""
        if self.stream != STREAM:
            return []
        ahead = [head for head in self.outside if head.count > self.count]
        published = PublishedHead.objects.filter(count__gt=self.count).order_by("count", "hash")
        pairs = published.values_list("count", "hash").distinct()[:PIECE]
        return [*ahead, *(Outside(count, hash, "已公布的链头") for count, hash in pairs)]

    def _faults_of(
        self, row: Record, noted: dict[int, list[Outside]], lawful: set[tuple[int, str]]
    ) -> Iterator[str]:
        if row.previous_hash != self.hash:
            yield f"日志第 {row.pk} 条与前一条不衔接：可能有记录被删除或插入。"
        if row.recipe != RECIPE:
            yield f"日志第 {row.pk} 条的校验算法版本 {row.recipe} 无法识别：记录被改动。"
        elif row.hash != row_hash(row):
            yield f"日志第 {row.pk} 条的内容与校验值不符：记录被改动。"
        yield from _faults_of_texts(row, lawful)
        self.last, self.hash, self.count = row.pk, row.hash, self.count + 1
        yield from filter(None, [head.fault_at(row.hash) for head in noted.get(self.count, ())])

    def _faults_of_end(self, end: Head | None) -> Iterator[str]:
        hash, count = (end.hash, end.count) if end else (GENESIS, 0)
        if (hash, count) != (self.hash, self.count):
            lacking = f"（相差 {abs(count - self.count)} 条）" if count != self.count else ""
            yield f"日志末尾与链头不符{lacking}：最近的记录被删除或改动。"


def broken_chain(outside: Iterable[Outside] = ()) -> list[str]:
    """Check every stream; return one sentence for each fault: a row changed, removed, moved or slipped in.

    What was deleted by law is no fault, see ``blanked_rows``.
    """
    main = Walk(outside=tuple(outside))
    return [*main.to_end(), *faults_beside()]


def faults_beside() -> Iterator[str]:
    """The faults of all streams but the portal's own, of which there are none today."""
    streams = set(Record.objects.exclude(stream=STREAM).values_list("stream", flat=True).distinct()) | set(
        Head.objects.exclude(stream=STREAM).values_list("stream", flat=True)
    )
    for stream in sorted(streams):
        yield from Walk(stream).to_end()


def blanked_rows() -> list[str]:
    """One sentence for each row from which something was deleted."""
    rows = Record.objects.blanked().order_by("pk").iterator()
    return [f"日志第 {row.pk} 条：{_named(row.blanked)}已依法删除。" for row in rows]


def _named(fields: list[str]) -> str:
    return "、".join(NAMES[name] for name in fields)


def _deleted_by_law(rows: Iterable[int]) -> set[tuple[int, str]]:
    """(row, field) of what records say was deleted from these rows."""
    deletions = Record.objects.filter(
        verb=BLANK, object_type=Record._meta.label_lower, object_id__in=list(rows)
    )
    return {
        (pk, name)
        for pk, facts in deletions.values_list("object_id", "facts")
        for name in facts.get("fields", ())
    }


def _faults_of_texts(row: Record, lawful: set[tuple[int, str]]) -> Iterator[str]:
    values = row.salted()
    for name in SALTED:
        salt, digest = getattr(row, f"{name}_salt"), getattr(row, f"{name}_digest")
        if salt and digest != digest_of(salt, values[name]):
            yield f"日志第 {row.pk} 条的{NAMES[name]}与校验值不符：记录被改动。"
        elif not salt and ((row.pk, name) not in lawful or values[name] != WITHOUT_TEXT[name]):
            yield f"日志第 {row.pk} 条的{NAMES[name]}缺失，却没有依法删除的记录：记录被改动。"
