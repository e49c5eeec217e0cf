"""The sentences that the sheets offer for the form. The person takes them over, seeing the old text and the new."""

import re
from decimal import Decimal

from applications.carbon.history import History
from applications.carbon.numbers import half_width, shown
from applications.carbon.reduction import Calculation

REDUCTION = re.compile(
    r"示范项目应用该项技术，每年减少温室气体排放 (-?[0-9]+(?:\.[0-9]+)?) tCO2e，核算过程见附件《碳减排量核算说明》。"
)
FIGURES = re.compile(r"^碳排放情况：.*$", re.M)
ALLOWANCES = re.compile(r"^配额清缴情况：.*$", re.M)


def of_reduction(calculation: Calculation) -> str:
    """Return the sentence with the yearly reduction for 减污降碳效益; empty while the sheet is not complete."""
    if calculation.figure is None:
        return ""
    return f"示范项目应用该项技术，每年减少温室气体排放 {shown(calculation.figure)} tCO2e，核算过程见附件《碳减排量核算说明》。"


def of_figures(history: History, year: int) -> str:
    """Return 碳排放情况 of a year for 创建措施和成效: total, intensity, drop, standing; empty without a total."""
    row = history.by_year.get(year)
    if row is None or row.value("emissions") is None:
        return ""
    text = f"碳排放情况：{year} 年度碳排放总量 {shown(row.value('emissions'))} tCO2"
    text += _against(history.drop(year, "emissions"))
    if row.intensity is not None:
        text += f"；碳排放强度 {shown(row.intensity)} tCO2/{history.output_unit or '单位产出'}"
        text += _against(history.drop(year, "ratio"))
    text += f"；行业所处水平：{history.standing.rstrip('。')}" if history.standing else ""
    return half_width(" ".join(text.split())) + "。"


def _against(drop: Decimal | None) -> str:
    if drop is None:
        return ""
    way = "下降" if drop >= 0 else "上升"
    return f"，较历史基准年（2016-2018 平均值）{way} {shown(abs(drop))}%"


def of_allowances(history: History) -> str:
    """Return 配额清缴情况 by year; empty without rows."""
    parts = []
    for row in sorted((r for r in history.allowances if r.year and not r.blank), key=lambda row: row.year):
        names = {"allocated": "配额量", "verified": "核查排放量", "surrendered": "清缴量"}
        facts = [
            f"{name} {shown(row.value(key))} tCO2"
            for key, name in names.items()
            if row.value(key) is not None
        ]
        facts += {"是": ["按时完成清缴"], "否": ["未按时完成清缴"]}.get(row.entries["on_time"], [])
        parts.append(f"{row.year} 年度{'、'.join(facts)}")
    return f"配额清缴情况：{'；'.join(parts)}。" if parts else ""


def merged(text: str, sentence: str, pattern: re.Pattern) -> str:
    """Return the text with the sentence in place of the one taken over before, else in front of everything.

    The allowances stand behind the figures of the year.
    """
    if pattern.search(text):
        return pattern.sub(lambda _: sentence, text, count=1)
    figures = FIGURES.search(text) if pattern is ALLOWANCES else None
    if figures:
        return f"{text[: figures.end()]}\n{sentence}{text[figures.end() :]}"
    return f"{sentence}\n{text}" if text.strip() else sentence
