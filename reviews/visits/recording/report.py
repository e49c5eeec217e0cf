"""The record of a site visit as a paper, to be printed, signed and filed (REV-1)."""

from collections.abc import Iterator

from face.wording import chinese_datetime
from files import store
from files.photos import reduced
from reviews.models import VisitCase
from reviews.visits.planning.actions import visit_words
from reviews.visits.recording.entries import words
from sheets.letters.letter import Column, Letter, Part, Picture, Table, Text

FACTS = (Column("事项", 34), Column("内容", 122))
ITEMS = (Column("方面", 26), Column("核查内容", 64), Column("现场", 18, "center"), Column("说明", 48))
FIGURES = (Column("指标", 40), Column("申报", 38), Column("现场", 38), Column("说明", 40))
PHOTOS = (Column("序号", 14, "center"), Column("说明", 66), Column("上传时间", 40), Column("校验码", 36))


def report(case: VisitCase, *, pictures: bool = False) -> Letter:
    """The paper of a record that is handed in; photos are listed with the checksums under which the portal keeps them.

    Args:
        case: with ``visit``, ``application`` and its ``entry``.
        pictures: put the photos themselves after the list, for a PDF; without them the paper says where they are.
    """
    return Letter(
        title=f"北京市低碳试点\n{case.application.cycle.year}年度现场调研记录",
        parts=tuple(_parts(case, pictures)),
        blanks=("调研人员：", "被调研单位：", "日期："),
    )


def _parts(case: VisitCase, pictures: bool) -> list[Part]:
    entries, checklist = case.entries, case.checklist
    items = tuple(
        (
            item["aspect"],
            item["text"],
            words(f"item_{item['key']}", entries.get(f"item_{item['key']}", "")),
            entries.get(f"remark_{item['key']}", ""),
        )
        for item in checklist["items"]
    )
    figures = tuple(
        (
            each["label"],
            each["stated"],
            entries.get(f"site_{each['key']}", ""),
            entries.get(f"note_{each['key']}", ""),
        )
        for each in checklist["figures"]
    )
    photos = tuple(
        (number, photo.caption, chinese_datetime(photo.at), photo.file_id[:12])
        for number, photo in enumerate(case.photos.all(), 1)
    )
    return [
        Table(FACTS, _facts(case)),
        Text("一、核查清单", "heading"),
        Table(ITEMS, items),
        Text("二、主要指标", "heading"),
        Table(FIGURES, figures),
        Text("三、调研情况", "heading"),
        *(Text(line) for line in case.findings.splitlines() if line.strip()),
        Text("四、现场照片", "heading"),
        Table(PHOTOS, photos),
        *_pictures(case, pictures),
        Text("五、结论", "heading"),
        Text(case.get_conclusion_display()),
    ]


def _pictures(case: VisitCase, shown: bool) -> Iterator[Part]:
    photos = list(case.photos.select_related("file"))
    if photos and not shown:
        yield Text("照片见本记录的 PDF 版。", "note")
        return
    for number, photo in enumerate(photos, 1):
        with store.open(photo.file_id) as file:
            yield Picture(reduced(file), f"照片 {number} {photo.caption}".strip())


def _facts(case: VisitCase) -> tuple[tuple[str, str], ...]:
    application, visit = case.application, case.visit
    people = "、".join(str(person) for person in visit.visitors.order_by("pk"))
    return (
        ("申报编号", application.number),
        ("名称", application.entry.name),
        ("申报单位", application.entry.organisation_name),
        ("类型", application.get_sheet_display()),
        ("时间和地点", visit_words(visit)),
        ("调研人员", "；".join(filter(None, [people, visit.others]))),
        ("调研内容", visit.purpose),
        ("提交", f"{case.handed_in_by} {chinese_datetime(case.handed_in_at)}"),
        ("清单版本", case.checklist["version"]),
    )
