"""Lists of pilots as letters: what both the public notice and the list of awards have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import chinese_date
from pilots.models import Cycle, LibraryEntry
from pilots.programme import ISSUER, PilotType
from pilots.states import PilotState
from sheets.letters import DAY_TO_FILL, Annex, Column, Letter, Part, Signature, Table, Text, reference_to_fill

COLUMNS = (
    Column("序号", 14, "center"),
    Column("编号", 37, "center"),
    Column("名称", 46),
    Column("申报单位", 40),
    Column("所在区", 19, "center"),
)
ORDINALS = "一二三四五六七八九"


def listed(groups: Iterable[tuple[str, Sequence[LibraryEntry]]]) -> list[Part]:
    """A heading and a table for each group that has an entry: 一、…, 二、…"""
    filled = [(heading, entries) for heading, entries in groups if entries]
    parts: list[Part] = []
    for ordinal, (heading, entries) in zip(ORDINALS, filled, strict=False):
        parts += [
            Text(f"{ordinal}、{heading}（{len(entries)}个）", "heading"),
            Table(COLUMNS, _rows(entries)),
        ]
    return parts


def by_type(entries: Iterable[LibraryEntry]) -> list[tuple[PilotType, list[LibraryEntry]]]:
    """Entries of each type, in the order of the notice; within a type by number, not by score."""
    ordered = sorted(entries, key=lambda entry: entry.number)
    return [(kind, [entry for entry in ordered if entry.pilot_type == kind]) for kind in PilotType]


def _rows(entries: Sequence[LibraryEntry]) -> tuple:
    return tuple(
        (position, entry.number, entry.name, entry.organisation_name, entry.get_district_display())
        for position, entry in enumerate(entries, start=1)
    )


def awarded(cycle: Cycle) -> list[LibraryEntry]:
    """Entries of a cycle whose pilot carries its title, with the pilot."""
    titled = LibraryEntry.objects.filter(cycle=cycle, pilot__state=PilotState.TITLED)
    return list(titled.select_related("pilot"))


def award_years() -> list[int]:
    """Years in which a pilot carries a title, newest first."""
    titled = LibraryEntry.objects.filter(pilot__state=PilotState.TITLED)
    return list(titled.order_by("-cycle__year").values_list("cycle__year", flat=True).distinct())


def award_letter(cycle: Cycle, entries: Sequence[LibraryEntry]) -> Letter:
    """认定名单通知: who carries which title of the year (AWD-1); to be dated, numbered and sealed by the issuer.

    Args:
        entries: of ``awarded``; at least one.
    """
    name = f"{cycle.year}年度北京市低碳试点认定名单"
    day = f"{chinese_date(cycle.low_carbon_day)}低碳日" if cycle.low_carbon_day else "下一年度低碳日"
    groups = [
        (f"{kind.label}——“{each}”", found)
        for kind, title in by_type(entries)
        for each, found in _titles(title)
    ]
    return Letter(
        title=f"{ISSUER}关于印发\n{name}的通知",
        mark="待盖章",
        reference=reference_to_fill(cycle.year),
        addressee="各有关单位",
        parts=(
            Text(
                f"根据北京市低碳试点工作安排，经申报、审查和评审，认定{cycle.year}年度北京市低碳试点"
                f"{len(entries)}个，授予相应称号。现将认定名单印发给你们（见附件）。"
            ),
            Text(f"获得称号的试点将在{day}活动上授牌。"),
            Text("特此通知。"),
        ),
        signature=Signature(ISSUER, DAY_TO_FILL),
        annex=Annex(name, tuple(listed(groups))),
    )


def _titles(entries: Sequence[LibraryEntry]) -> list[tuple[str, list[LibraryEntry]]]:
    """Entries of one type by the wording of their title, which the year may have changed."""
    wordings = dict.fromkeys(entry.pilot.title for entry in entries)
    return [(title, [entry for entry in entries if entry.pilot.title == title]) for title in wordings]


@dataclass(frozen=True)
class Announced:
    """What a notice says once it is published: first and last day, working days, contact, the day it was published."""

    first_day: date
    last_day: date
    working_days: int
    phone: str
    email: str
    published_on: date
    again: str = ""  # （第2批）
    struck: int = 0  # lines that were taken off since


def notice_letter(cycle: Cycle, entries: Sequence, announced: Announced | None = None) -> Letter:
    """拟认定名单公示: the list that is put up before the award.

    Args:
        entries: lines with number, name, organisation, district and type, none when all were taken off since.
        announced: days and contact; before publishing they are left to be filled in by the issuer.
    """
    again = announced.again if announced else ""
    if announced and not entries:
        return _ended_letter(cycle, announced)
    return Letter(
        title=f"{ISSUER}关于{cycle.year}年度\n北京市低碳试点拟认定名单的公示{again}",
        mark="" if announced else "公示稿（待审定）",
        parts=(
            Text(
                f"根据北京市低碳试点工作安排，经申报、审查和评审，拟认定{cycle.year}年度北京市低碳试点"
                f"{len(entries)}个，现将名单（见附件）予以公示。"
            ),
            *_struck(announced),
            *_period(announced),
        ),
        signature=Signature(ISSUER, chinese_date(announced.published_on) if announced else DAY_TO_FILL),
        annex=Annex(
            f"{cycle.year}年度北京市低碳试点拟认定名单",
            tuple(listed((kind.label, found) for kind, found in by_type(entries))),
        ),
    )


def _ended_letter(cycle: Cycle, announced: Announced) -> Letter:
    """The notice when nothing is left on its list."""
    return Letter(
        title=f"{ISSUER}关于{cycle.year}年度\n北京市低碳试点拟认定名单的公示{announced.again}",
        parts=(
            Text(f"经核查，本次公示的{announced.struck}个项目已全部移出拟认定名单，公示终止，不再接收异议。"),
            Text(f"联系电话：{announced.phone}"),
            Text(f"电子邮箱：{announced.email}"),
        ),
        signature=Signature(ISSUER, chinese_date(announced.published_on)),
    )


def _struck(announced: Announced | None) -> tuple[Text, ...]:
    if announced is None or not announced.struck:
        return ()
    return (Text(f"公示期间经核查，已移出名单{announced.struck}个。"),)


def _period(announced: Announced | None) -> tuple[Text, ...]:
    """From when until when, how to object, and whom to ask; with blanks while nothing is announced."""
    object_to = "对公示名单有异议的，请在公示期内向我局反映，并写明事实和理由。"
    if announced is None:
        return (
            Text(f"公示时间：自{DAY_TO_FILL}"),
            Text(f"　　　　　至{DAY_TO_FILL}（　　个工作日）"),
            Text(object_to),
            Text("联系电话：　　　　　　　　电子邮箱：　　　　　　　　"),
        )
    return (
        Text(f"公示时间：自{chinese_date(announced.first_day)}"),
        Text(f"　　　　　至{chinese_date(announced.last_day)}24:00（{announced.working_days}个工作日）"),
        Text(f"{object_to}也可在北京市低碳试点申报与管理平台“公示”页面在线提交，无需登录。"),
        Text(f"联系电话：{announced.phone}"),
        Text(f"电子邮箱：{announced.email}"),
    )
