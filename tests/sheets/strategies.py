"""Strategies for every kind of field, made from the definition: up to the limits, with awkward characters."""

import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from sheets.definitions import Field, Sheet
from sheets.kinds import Answered, MonthRange, Picked, kind_of
from sheets.kinds.base import holds_control_characters
from sheets.kinds.characters import printable
from sheets.kinds.texts import UNREADABLE
from sheets.loading import definition

SHEETS = definition(2026).sheets
AWKWARD = "喆堃𠮷䶮“”‘’「」（）()<>&\"'＜＞＆，。；：、…—·①℃₂²×☑☐_/\\{}%=+-@＝　\xa0\t aZ09"
FONTS = "".join(sorted(char for char in printable() if unicodedata.category(char) != "Cc"))
HAN = st.characters(min_codepoint=0x20000, max_codepoint=0x2EBE0, exclude_categories=["Cs", "Cc"])
UNSEEN = st.characters(categories=["Cf", "Zs"])
# ``map`` keeps hypothesis from uniting thousands of intervals for each text.
ANY = st.one_of(st.sampled_from(AWKWARD), st.sampled_from(FONTS), HAN, UNSEEN).map(str)
PRINTED = st.sampled_from("喆堃碳排放量园区光伏储能“”（）<>&\"'，。；：、ABCxyz0123456789")


def leaves(sheet: Sheet) -> list[Field]:
    """Every field of the form that holds an answer."""
    return [leaf for part in sheet.parts for field in part.answer_fields for leaf in field.leaves]


def values(field: Field, alphabet: st.SearchStrategy = ANY) -> st.SearchStrategy:
    """Well-formed values of a field, without faults."""
    kind = kind_of(field)
    found = _raw(field, alphabet).map(lambda raw: kind.clean(field, raw))
    return found.filter(lambda value: value is not None and not kind.faults(field, value))


def _is_taken(char: str) -> bool:
    """Whether a field of one line takes a character."""
    return char != UNREADABLE and not holds_control_characters(char)


def _raw(field: Field, alphabet: st.SearchStrategy) -> st.SearchStrategy:
    line = st.text(alphabet.filter(_is_taken), min_size=1, max_size=40)
    return {
        "text": line,
        "longtext": _paragraphs(field, alphabet),
        "choice": _choice(field, line),
        "choices": _choices(field),
        "yesno": st.booleans() if not field.detail else _answered(line),
        "phone": st.from_regex(r"0[1-9]{2,3}-?[2-9][0-9]{7}(-[0-9]{1,4})?", fullmatch=True),
        "mobile": st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
        "email": st.from_regex(
            r"[a-z][a-z0-9.]{0,8}[a-z0-9]@[a-z]{2,8}\.example\.org", fullmatch=True
        ).filter(lambda text: ".." not in text),
        "month_range": st.tuples(_months(), _months()).map(lambda ends: MonthRange(*sorted(ends))),
        "money_wan": st.decimals(0, 999_999_999, places=2),
        "area_km2": st.decimals(Decimal("0.0001"), 99_999, places=4),
        "count": st.integers(0, 999_999_999),
    }[field.kind]


def _paragraphs(field: Field, alphabet: st.SearchStrategy) -> st.SearchStrategy:
    texts = st.lists(st.text(alphabet, max_size=60), min_size=1, max_size=6).map("\n".join)
    full = st.just("碳" * (field.limit or 1500))
    return st.one_of(texts, full)


def _choice(field: Field, line: st.SearchStrategy) -> st.SearchStrategy:
    plain = st.sampled_from(field.choices)
    if not field.other_text:
        return plain
    return st.one_of(plain.map(Picked), line.map(lambda text: {field.choices[-1]: text}))


def _choices(field: Field) -> st.SearchStrategy:
    return st.lists(st.sampled_from(field.choices), min_size=1, unique=True)


def _answered(line: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(
        st.booleans().map(Answered),
        line.map(lambda text: {"answer": True, "detail": text}),
        st.just(Answered(None, "称号")),
    )


def _months() -> st.SearchStrategy:
    return st.builds(date, st.integers(1990, 2060), st.integers(1, 12), st.just(1))


@st.composite
def filled(
    draw: st.DrawFn, sheet: Sheet, alphabet: st.SearchStrategy = ANY, all_fields: bool = False
) -> dict:
    """Values by key path of a form, some or all places filled, with up to three technologies."""
    found = {}
    for part in sheet.parts:
        blocks = range(draw(st.integers(1, 3))) if part.repeatable else [None]
        for index in blocks:
            for field in part.answer_fields:
                for leaf in field.leaves:
                    if all_fields or draw(st.integers(0, 3)):
                        found[path(part, field, leaf, index)] = draw(values(leaf, alphabet))
    return found


def path(part, field, leaf, index) -> str:
    """The key path of a place."""
    keys = [part.key, str(index)] if index is not None else []
    return "/".join([*keys, *([field.key] if field.items else []), leaf.key])
