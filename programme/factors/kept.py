"""What a sheet keeps of a factor, and what became of that factor since.

A sheet keeps the key **and** value, unit, year and source as texts, so that a new register changes nothing that was written.
A factor without a key is the person's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from programme.factors.register import OWN, Factor, factor, newer
from programme.factors.units import power_of_ten

LACKS_SOURCE = "请填写因子来源：自填的因子须写明文件或报告的名称、文号。"


@dataclass(frozen=True)
class Kept:
    """A factor as a sheet holds it: all texts."""

    key: str
    value: str
    unit: str
    year: str
    source: str


@dataclass(frozen=True)
class Change:
    """A kept factor and the row that is valid now in its place, with another value."""

    before: Kept
    now: Factor


def kept(row: Factor) -> Kept:
    """Return what a sheet keeps when a person chooses a row."""
    return Kept(row.key, row.value, row.unit, str(row.year), row.source_text)


def settled(typed: Kept, was: str) -> Kept:
    """Return what is kept of a factor that was sent: chosen anew, as it stood, or typed over.

    Args:
        typed: the key that is chosen now and the texts beside it.
        was: the key that the page showed as chosen. Another one now means a new choice, whose texts take the place of
            those beside it. With the same one, texts that differ from the row make the factor an own one.
    """
    row = factor(typed.key)
    if row is None:
        return _own(typed)
    if typed.key != was:
        return kept(row)
    return typed if typed == kept(row) else _own(typed)


def _own(typed: Kept) -> Kept:
    return Kept(OWN, typed.value, typed.unit, typed.year, typed.source)


def lacks_source(typed: Kept) -> str:
    """Return the fault of the source of an own factor; empty when there is none."""
    return LACKS_SOURCE if typed.value and typed.key == OWN and not typed.source.strip() else ""


def differs(held: Kept, on: date) -> Change | None:
    """Return the change when another value than the kept one is valid on a day; None for an own factor."""
    row = newer(held.key, on)
    if row is None:
        return None
    then, today = _tonnes(held.value, held.unit, row), _tonnes(row.value, row.unit, row)
    return None if then == today else Change(held, row)


def differing(held: Mapping[str, Kept], on: date) -> dict[str, Change]:
    """Return the changes of several kept factors by the name that each has in its sheet."""
    changes = {name: differs(one, on) for name, one in held.items()}
    return {name: change for name, change in changes.items() if change}


def _tonnes(value: str, unit: str, row: Factor) -> Decimal | None:
    """Tonnes of CO2 over the unit of activity of ``row``; None for what is no number or another kind."""
    power = power_of_ten(row.per_unit, unit)
    try:
        return None if power is None else Decimal(value).scaleb(power)
    except InvalidOperation:
        return None
