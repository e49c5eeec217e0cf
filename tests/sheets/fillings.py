"""Answers of a form: none, as they mostly are, and with every place at its limit."""

from sheets.answers import MAX_BLOCKS, dump
from sheets.definitions import Field, Sheet
from sheets.kinds import kind_of
from sheets.kinds.base import LINE_CHARACTERS

SENTENCE = "园区建设分布式光伏2兆瓦、储能4兆瓦时与直流配电系统，年减少二氧化碳排放1200吨，能效提升约18%。"
PARAGRAPH = 180  # characters
UNLIMITED = 1500  # characters of a long text without a limit on the form
SHORT = {
    "text": "北京示例新能源科技有限公司",
    "phone": "010-12345678",
    "mobile": "13800000000",
    "email": "contact@example.org",
    "money_wan": "2350.50",
    "area_km2": "3.2",
    "count": "200",
    "month_range": ["2025-03", "2026-06"],
    "yesno": "是",
}
LONG = SHORT | {
    "text": (SENTENCE * 9)[:LINE_CHARACTERS],
    "phone": "010-12345678-123456",
    "email": f"{'contact.person.' * 4}name@{'example.' * 12}example.org",
    "money_wan": "999999999.99",
    "area_km2": "99999.9999",
    "count": "999999999",
}


def empty(sheet: Sheet) -> dict:
    """Return the answers of a blank form."""
    return {}


def typical(sheet: Sheet) -> dict:
    """Return answers as they mostly are: a third of what is allowed, two technologies."""
    return _filled(sheet, SHORT, 0.3, 2)


def full(sheet: Sheet) -> dict:
    """Return answers that fill every place to its limit, as many technologies as there may be."""
    return _filled(sheet, LONG, 1, MAX_BLOCKS)


FILLINGS = {"empty": empty, "typical": typical, "full": full}


def _filled(sheet: Sheet, words: dict, share: float, blocks: int) -> dict:
    values = {}
    for part in sheet.parts:
        for index in range(blocks) if part.repeatable else [None]:
            for field in part.answer_fields:
                for leaf in field.leaves:
                    keys = [part.key, str(index)] if index is not None else []
                    path = "/".join([*keys, *([field.key] if field.items else []), leaf.key])
                    values[path] = kind_of(leaf).clean(leaf, _answer(leaf, words, share))
    return dump(sheet, values)


def _answer(field: Field, words: dict, share: float):
    if field.kind == "longtext":
        return _paragraphs(round((field.limit or UNLIMITED) * share))
    if field.kind == "choices":
        return list(field.choices[:-1])
    if field.kind == "choice":
        return {field.choices[-1]: words["text"]} if field.other_text else field.choices[0]
    if field.detail:
        return {"answer": True, "detail": words["text"]}
    return words[field.kind]


def _paragraphs(length: int) -> str:
    text = (SENTENCE * (length // len(SENTENCE) + 1))[:length]
    return "\n".join(text[start : start + PARAGRAPH] for start in range(0, length, PARAGRAPH))
