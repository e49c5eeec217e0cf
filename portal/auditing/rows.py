"""Rows of the auditor's lists, on the page and as Excel."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.models import User
from face.wording import chinese_datetime
from journal.models import AccessEntry, Record
from portal.auditing.filters import name_of_kind
from sheets.excel.tables import Page
from sheets.letters.letter import Column, Table

MOST = 20_000  # rows of one Excel file
CUT = f"只列出最近的 {MOST} 条；更早的请缩小时间范围后另行下载。"
ACCESS_COLUMNS = (
    Column("时间", 40, "center"),
    Column("类别", 30, "center"),
    Column("人员", 40),
    Column("登录邮箱或所试账号摘要", 60),
    Column("页面", 50),
    Column("对象", 40),
    Column("网络地址", 40),
    Column("浏览器", 80),
    Column("请求编号", 66),
    Column("次数", 16, "right"),
)
JOURNAL_COLUMNS = (
    Column("序号", 20, "right"),
    Column("时间", 40, "center"),
    Column("办理人", 40),
    Column("事项", 50),
    Column("对象", 40),
    Column("对象编号", 20, "right"),
    Column("可见范围", 50),
    Column("摘要", 120),
    Column("校验值", 120),
)


@dataclass(frozen=True)
class AccessRow:
    """A line of the access log with the person it is about, as the person is called today."""

    entry: AccessEntry
    person: User | None

    @property
    def name(self) -> str:
        """Who it is, as far as it is known."""
        if self.person:
            return str(self.person)
        return "未知账号" if self.entry.tried else "—"

    @property
    def account(self) -> str:
        """The e-mail of the person, or the digest of what was typed."""
        return self.person.email if self.person else self.entry.tried


def access_rows(entries: Collection[AccessEntry]) -> list[AccessRow]:
    """The lines with their people, who are fetched in one query."""
    people = User.objects.in_bulk({entry.person_id for entry in entries if entry.person_id})
    return [AccessRow(entry, people.get(entry.person_id)) for entry in entries]


def access_page(rows: Iterable[AccessRow], lines: tuple[str, ...] = ()) -> Page:
    """The access log as Excel."""
    cells = tuple(
        (
            chinese_datetime(row.entry.at),
            row.entry.get_kind_display(),
            row.name,
            row.account,
            row.entry.route,
            row.entry.object_key,
            row.entry.address,
            row.entry.agent,
            row.entry.request_id,
            row.entry.count,
        )
        for row in rows
    )
    return Page("访问日志", "访问日志", Table(ACCESS_COLUMNS, cells), lines)


def journal_page(records: Iterable[Record], lines: tuple[str, ...] = ()) -> Page:
    """The journal as Excel, each row with its hash."""
    cells = tuple(
        (
            record.pk,
            chinese_datetime(record.at),
            record.actor_name,
            record.label,
            name_of_kind(record.object_type),
            record.object_id,
            record.get_audience_display(),
            record.summary,
            record.hash,
        )
        for record in records
    )
    return Page("日志", "平台日志", Table(JOURNAL_COLUMNS, cells), lines)
