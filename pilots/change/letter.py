"""A change as a paper: what was, what is to be, and why (A3 §三.三)."""

from collections.abc import Iterator

from face.wording import chinese_date
from pilots.change.layout import FORMER_UNTIL, crossed, differences, kept_bounds
from pilots.models import SubmissionVersion
from pilots.targets.paper import change_table
from pilots.writing.layout import day_in
from pilots.writing.official import NOT_WRITTEN, official_letter, paragraphs
from pilots.writing.versions import as_handed_in
from sheets.letters.letter import Letter, Part, Text


def change_letter(version: SubmissionVersion) -> Letter:
    """A version of a change, to be stamped and dated by its organisation."""
    entry, content = version.submission.pilot.entry, version.content
    return official_letter(
        version,
        f"{entry.name}\n{entry.programme.plan_name}调整申请",
        (
            ("调整内容", paragraphs(content.get("what", ""))),
            ("调整原因", paragraphs(content.get("why", ""))),
            ("对整体进度和效果的影响", paragraphs(content.get("effect", ""))),
            ("目标的调整", [change_table(differences(as_handed_in(version)), content)]),
            ("方案完成日期", _until(version)),
            ("办理方式", _way(version)),
        ),
    )


def _until(version: SubmissionVersion) -> Iterator[Part]:
    former, until = (day_in(version.content.get(name, "")) for name in (FORMER_UNTIL, "until"))
    if former == until:
        yield Text(f"不变，仍为{chinese_date(former) or NOT_WRITTEN}。")
    else:
        yield Text(f"由{chinese_date(former) or NOT_WRITTEN}改为{chinese_date(until) or NOT_WRITTEN}。")


def _way(version: SubmissionVersion) -> Iterator[Part]:
    handed_in = as_handed_in(version)
    because = crossed(handed_in, kept_bounds(handed_in))
    if not because:
        yield Text("没有超过须经批准的幅度，备案。")
        return
    yield Text("须经北京市生态环境局批准：")
    yield from (Text(f"{sentence}。") for sentence in because)
