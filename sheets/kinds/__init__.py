"""The kinds of fields of the official forms: one class per kind with all its faces (design §2)."""

from sheets.definitions import Field
from sheets.kinds.base import Kind, Malformed, Raw
from sheets.kinds.choosing import Answered, Choice, Choices, Picked, YesNo
from sheets.kinds.months import MonthRange, Months
from sheets.kinds.numbers import AreaKm2, Count, MoneyWan
from sheets.kinds.texts import Email, LongText, Mobile, Phone, Text

__all__ = ["KINDS", "Answered", "Kind", "Malformed", "MonthRange", "Picked", "Raw", "kind_of"]

# Declarations and signatures carry no answer: the grid prints them.
KINDS: dict[str, Kind] = {
    "text": Text(),
    "longtext": LongText(),
    "choice": Choice(),
    "choices": Choices(),
    "yesno": YesNo(),
    "phone": Phone(),
    "mobile": Mobile(),
    "email": Email(),
    "month_range": Months(),
    "money_wan": MoneyWan(),
    "area_km2": AreaKm2(),
    "count": Count(),
}


def kind_of(field: Field) -> Kind:
    """Return the kind of a field that carries an answer."""
    return KINDS[field.kind]
