"""拟认定名单公示 as a letter: before publishing, while it runs, and when nothing is left on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from face.wording import chinese_date
from programme.library.tables import by_type, listed
from programme.models import Cycle
from programme.notice import ISSUER
from reviews.results.wording import ended_sentence
from sheets.letters.letter import (
    DAY_TO_FILL,
    Annex,
    Letter,
    Signature,
    Text,
)


@dataclass(frozen=True)
class Announced:
    """What a notice says once it is published: first and last day, working days, contact, the day it was published."""

    first_day: date
    last_day: date
    working_days: int
    phone: str
    email: str
    published_on: date
    first_day_counts: bool = False  # of a notice that 1.0.0 published
    again: str = ""  # （第2批）
    struck: int = 0  # lines that were taken off since
    head: str = ""  # of the journal, as it was published last before
    withdrawn: tuple = ()  # lines whose applicant withdrew since: they stay, marked


def notice_letter(cycle: Cycle, entries: Sequence, announced: Announced | None = None) -> Letter:
    """拟认定名单公示: the list that is put up before the award.

    Args:
        entries: lines with number, name, organisation, district and type, none when all were taken off since.
        announced: days and contact; before publishing they are left to be filled in by the issuer.
    """
    again = announced.again if announced else ""
    if announced and not entries:
        return _ended_letter(cycle, announced)
    withdrawn = announced.withdrawn if announced else ()
    groups = [(kind.label, lines) for kind, lines in by_type(entries)] + [("公示期间申报单位撤回", withdrawn)]
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
            (*listed(groups), *_head(announced)),
        ),
    )


def _ended_letter(cycle: Cycle, announced: Announced) -> Letter:
    """The notice when nothing is left on its list."""
    return Letter(
        title=f"{ISSUER}关于{cycle.year}年度\n北京市低碳试点拟认定名单的公示{announced.again}",
        parts=(
            Text(ended_sentence(announced.struck, len(announced.withdrawn), "{}个项目")),
            Text(f"联系电话：{announced.phone}"),
            Text(f"电子邮箱：{announced.email}"),
            *_head(announced),
        ),
        signature=Signature(ISSUER, chinese_date(announced.published_on)),
        annex=_withdrawn_annex(cycle, announced),
    )


def _withdrawn_annex(cycle: Cycle, announced: Announced) -> Annex | None:
    """The lines that stay on the notice though nothing is left to award; none when all were taken off."""
    if not announced.withdrawn:
        return None
    groups = [("公示期间申报单位撤回", announced.withdrawn)]
    return Annex(f"{cycle.year}年度北京市低碳试点拟认定名单", tuple(listed(groups)))


def _struck(announced: Announced | None) -> tuple[Text, ...]:
    """How many lines were taken off or withdrawn since."""
    if announced is None:
        return ()
    sentences = []
    if announced.struck:
        sentences.append(f"公示期间经核查，已移出名单{announced.struck}个。")
    if announced.withdrawn:
        sentences.append(f"公示期间申报单位撤回{len(announced.withdrawn)}个，在附件中单列，不再认定。")
    return tuple(Text(sentence) for sentence in sentences)


def _head(announced: Announced | None) -> tuple[Text, ...]:
    """What the journal of the portal can be checked against, for whoever keeps the notice."""
    if not (announced and announced.head):
        return ()
    return (Text(f"平台日志链头：{announced.head}", "note"),)


def _period(announced: Announced | None) -> tuple[Text, ...]:
    """From when until when, how to object, and whom to ask; with blanks while nothing is announced."""
    object_to = "对公示名单有异议的，请在公示期内向我局反映，并写明事实和理由。"
    if announced is None:
        return (
            Text(f"公示时间：自{DAY_TO_FILL}"),
            Text(f"　　　　　至{DAY_TO_FILL}"),
            Text("　　　　　（　　个工作日，首日不计）"),
            Text(object_to),
            Text("联系电话：　　　　　　　　电子邮箱：　　　　　　　　"),
        )
    counted = "" if announced.first_day_counts else "，首日不计"
    return (
        Text(f"公示时间：自{chinese_date(announced.first_day)}"),
        Text(f"　　　　　至{chinese_date(announced.last_day)}24:00"),
        Text(f"　　　　　（{announced.working_days}个工作日{counted}）"),
        Text(f"{object_to}也可在北京市低碳试点申报与管理平台“公示”页面在线提交，无需登录。"),
        Text(f"联系电话：{announced.phone}"),
        Text(f"电子邮箱：{announced.email}"),
    )
