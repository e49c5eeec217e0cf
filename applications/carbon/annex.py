"""The explanation of how the reduction was calculated (MAT-T: 碳减排量核算说明), as PDF and as Word, from one content.

Equal input gives equal bytes. The numbers are those of the sheet; method and boundary are the applicant's own words.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from applications.carbon.numbers import RULE, half_width, shown
from applications.carbon.reduction import Calculation, read
from sheets.pdf.render import from_html
from sheets.word.package import word_file
from sheets.word.wordml import HEITI, XIAOBIAOSONG, cell, page_field, paragraph, run, table, table_row

TITLE = "碳减排量核算说明"
FILE_NAME = f"{TITLE}.pdf"
STYLE = Path(__file__).resolve().parent / "annex.css"
FORMULA = (
    "年减排量 = 基准排放 - 项目排放；排放 = 活动数据 × 排放因子。单位为吨二氧化碳当量（tCO2e），按一年计。"
)
EDITION = 2  # counts up when the layout changes, so that annexes made before are made again
EDITION_OF_FULL_WIDTH = 3  # sheets with full-width digits: edition 2 printed them as typed
QUANTITIES = ("baseline", "project", "factor", "year", "energy_saved")


class NotComplete(ValueError):
    """The sheet yields no annex yet."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its width in mm, whether it holds numbers."""

    head: str
    width: float
    number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption; ``strong`` are the positions of rows that hold sums."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[int, ...] = ()

    @property
    def lines(self) -> list[dict]:
        """The rows as the template takes them: whether it holds sums, and (text, is a number) of each cell."""
        return [
            {
                "strong": position in self.strong,
                "cells": [(text, column.number) for text, column in zip(row, self.columns, strict=True)],
            }
            for position, row in enumerate(self.rows)
        ]


@dataclass(frozen=True)
class Annex:
    """What stands in the annex: heads of the title page lines, then sections of (heading, paragraphs, table or None)."""

    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...], tuple[Table, ...]], ...]


def basis(carbon: dict, answers: dict) -> str:
    """SHA-256 over everything the annex shows: another one means that an annex made before is older than the sheet."""
    edition = EDITION if printed(carbon) == carbon else EDITION_OF_FULL_WIDTH
    body = [edition, carbon, *_names(answers)]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def printed(carbon: dict) -> dict:
    """Return the sheet as the annex prints it: full-width digits and letters in their usual form, numbers without any."""
    lines = carbon.get("lines")
    rows = (
        [_printed_texts(line) for line in lines if isinstance(line, dict)]
        if isinstance(lines, list)
        else None
    )
    return _printed_texts(carbon) | ({} if rows is None else {"lines": rows})


def _printed_texts(texts: dict) -> dict:
    return {
        key: (unicodedata.normalize("NFKC", text) if key in QUANTITIES else half_width(text))
        if isinstance(text, str)
        else text
        for key, text in texts.items()
    }


def _names(answers: dict) -> tuple[str, str]:
    names = (answers.get("project_name"), answers.get("applicant_name"))
    return tuple(name if isinstance(name, str) else "" for name in names)


def annex_of(carbon: dict, answers: dict) -> Annex:
    """Return the content of the annex. Raises NotComplete."""
    calculation = read(printed(carbon))
    if not calculation.complete:
        raise NotComplete
    project, applicant = _names(answers)
    figure = f"{shown(calculation.figure)} tCO2e"
    facts = [("项目名称", project), ("申报单位", applicant), ("年减排量", figure)]
    if calculation.tce:
        facts.append(("年节能量", f"{shown(calculation.tce)} 吨标准煤"))
    return Annex(
        tuple(facts),
        (
            ("一、核算边界", _paragraphs(calculation.boundary), ()),
            ("二、核算方法", (FORMULA, *_paragraphs(calculation.method), f"取舍规则：{RULE}"), ()),
            ("三、活动数据与排放因子", (), (_data(calculation), _sources(calculation))),
            ("四、核算结果", (f"项目每年减少温室气体排放 {figure}。",), (_results(calculation),)),
        ),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _data(calculation: Calculation) -> Table:
    columns = (
        Column("序号", 11),
        Column("减排措施", 34),
        Column("能源或物料", 26),
        Column("单位", 17),
        Column("基准数据", 21, True),
        Column("项目数据", 21, True),
        Column("排放因子", 36),
    )
    keys = ("measure", "activity", "unit", "baseline", "project")
    rows = tuple(
        (
            str(position),
            *(line.entries[key] for key in keys),
            f"{line.entries['factor']} {line.entries['factor_unit']}",
        )
        for position, line in enumerate(calculation.used, start=1)
    )
    return Table("表 1 活动数据与排放因子（年）", columns, rows)


def _sources(calculation: Calculation) -> Table:
    columns = (Column("序号", 11), Column("排放因子", 40), Column("来源", 95), Column("年份", 20))
    rows = tuple(
        (str(position), f"{e['factor']} {e['factor_unit']}", e["source"], e["year"])
        for position, e in enumerate((line.entries for line in calculation.used), start=1)
    )
    return Table("表 2 排放因子来源", columns, rows)


def _results(calculation: Calculation) -> Table:
    columns = (
        Column("序号", 11),
        Column("减排措施", 47),
        Column("能源或物料", 33),
        Column("基准排放", 25, True),
        Column("项目排放", 25, True),
        Column("年减排量", 25, True),
    )
    rows, strong = [], []
    for measure, sums in calculation.measures.items():
        own = [
            (n, line)
            for n, line in enumerate(calculation.used, start=1)
            if line.entries["measure"] == measure
        ]
        for position, line in own:
            rows.append((str(position), measure, line.entries["activity"], *_figures(line.sums)))
        if len(own) > 1:
            strong.append(len(rows))
            rows.append(("", f"{measure} 小计", "", *_figures(sums)))
    strong.append(len(rows))
    rows.append(("", "合计", "", *_figures(calculation.total)))
    return Table("表 3 核算结果（tCO2e/年）", columns, tuple(rows), tuple(strong))


def _figures(sums) -> tuple[str, str, str]:
    return shown(sums.baseline), shown(sums.project), shown(sums.reduction)


def as_pdf(annex: Annex) -> bytes:
    """Return the annex as PDF (A4)."""
    return from_html(
        render_to_string("applications/carbon/annex.html", {"annex": annex, "title": TITLE}), (STYLE,)
    )


def as_word(annex: Annex) -> bytes:
    """Return the annex as Word (A4)."""
    facts = "".join(paragraph(run(f"{name}：{value}", 12)) for name, value in annex.facts)
    body = paragraph(run(TITLE, 18, XIAOBIAOSONG), "center", after=6, keep_next=True) + facts
    for heading, texts, tables in annex.sections:
        body += paragraph(run(heading, 14, HEITI), before=5, after=1.5, keep_next=True)
        body += "".join(paragraph(run(text, 12), "both", indent_first=24) for text in texts)
        body += "".join(map(_word_table, tables))
    foot = paragraph(
        run("第 ", 9) + page_field("PAGE", 9) + run(" 页 共 ", 9) + page_field("NUMPAGES", 9) + run(" 页", 9),
        "center",
    )
    return word_file(body, title=TITLE, footer=foot)


def _word_table(each: Table) -> str:
    widths = [column.width for column in each.columns]
    head = table_row(
        (
            cell(column.width, paragraph(run(column.head, 10, HEITI), "center", keep_next=True))
            for column in each.columns
        ),
        heading=True,
    )
    rows = [
        table_row(
            cell(
                column.width,
                paragraph(
                    run(text, 10, bold=position in each.strong),
                    "right" if column.number else "left",
                    keep_next=position + 1 in each.strong,
                ),
            )
            for column, text in zip(each.columns, row, strict=True)
        )
        for position, row in enumerate(each.rows)
    ]
    caption = paragraph(run(each.caption, 11, HEITI), "center", before=3, after=1, keep_next=True)
    return caption + table(widths, [head, *rows]) + paragraph(run("", 4), line_points=6)
