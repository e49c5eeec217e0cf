"""Loads the definitions of the official forms: one file of wording per year under ``definitions/`` (design §2).

A definition that a cycle has used is never edited; every submission keeps its checksum. What the rest of the portal
takes for granted is checked here, so that a new year's file fails when it is loaded and not when somebody uses it.
"""

import hashlib
from functools import cache
from pathlib import Path

import yaml

from sheets.definitions import SILENT_KINDS, Definition, Field, Part, Sheet
from sheets.kinds import KINDS
from sheets.required_keys import missing_keys

FOLDER = Path(__file__).resolve().parent / "definitions"


class UnknownDefinition(LookupError):
    """No definition of the forms holds for that year."""


class FaultyDefinition(ValueError):
    """A definition says too little or lacks what the portal relies on; the message is a Chinese sentence."""


def definition(year: int) -> Definition:
    """Return the newest definition whose year is not after ``year``.

    Raises:
        UnknownDefinition: there is none.
        FaultyDefinition: it cannot be used.
    """
    known = [known for known in years() if known <= year]
    if not known:
        raise UnknownDefinition(f"没有适用于 {year} 年的申报表。")
    return _load(FOLDER / f"{max(known)}.yaml")


def years() -> list[int]:
    """The years that have a file of their own, ascending."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.yaml"))


@cache
def _load(path: Path) -> Definition:
    return read_definition(int(path.stem), path.read_bytes())


def read_definition(year: int, data: bytes) -> Definition:
    """Return the definition that a file of that year holds.

    Raises:
        FaultyDefinition: a field of words does not say whether it names a person (REV-2), the kind of a field is
            not known, or a key is missing that code relies on.
    """
    try:
        sheets = {key: _sheet(key, form) for key, form in yaml.safe_load(data).items()}
    except FaultyDefinition as error:
        raise FaultyDefinition(f"申报表定义 {year}.yaml：{error}") from error
    missing = list(missing_keys(year, sheets))
    if missing:
        raise FaultyDefinition(f"申报表定义 {year}.yaml：{''.join(missing)}")
    return Definition(year, hashlib.sha256(data).hexdigest(), sheets)


def _sheet(key: str, form: dict) -> Sheet:
    try:
        parts = tuple(_part(part) for part in form["parts"])
    except FaultyDefinition as error:
        raise FaultyDefinition(f"{key} 表的{error}") from error
    return Sheet(key, form["title"], parts, form.get("footnote", ""))


def _part(part: dict) -> Part:
    return Part(**part | {"fields": tuple(_field(field) for field in part["fields"])})


def _field(raw: dict) -> Field:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    inherited = {name: raw[name] for name in ("kind", "required", "unit", "person") if name in raw}
    values["items"] = tuple(_field(inherited | item) for item in raw.get("items", ()))
    values["person"] = any(item.person for item in values["items"]) if values["items"] else _person(raw)
    return Field(**values)


def _person(raw: dict) -> bool:
    """Whether the answer names a person or leads to one; where words are free, the definition says it (REV-2).

    Raises:
        FaultyDefinition: it does not, or the kind is unknown.
    """
    name = f"“{raw.get('label', '')}”（{raw['key']}）"
    if raw["kind"] in SILENT_KINDS:
        return False
    if raw["kind"] not in KINDS:
        raise FaultyDefinition(f"{name}类型是 {raw['kind']}，没有这种类型。")
    free_words = raw.get("other_text") or raw.get("detail")
    person = raw.get("person", None if free_words else KINDS[raw["kind"]].person)
    if not isinstance(person, bool):
        raise FaultyDefinition(
            f"{name}没有写明是否涉及个人：能看出或联系到某个人的写 person: true（评审专家看不到），否则写 person: false。"
        )
    return person
