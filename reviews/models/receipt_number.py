"""The number on the receipt of an objection: ``YY-7K3M-9QXD-2B4H``, drawn at random like the code of a certificate, so
that nobody finds another's.
"""

from programme.codes import new_code, parse_certificate_code

PREFIX = "YY"


def new_number() -> str:
    """A number that no objection has."""
    return new_code(PREFIX)


def parse_number(text: str) -> str | None:
    """Read a number that a hand typed; None when it is none."""
    return parse_certificate_code(text, PREFIX)
