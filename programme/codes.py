"""The code on a certificate of title: ``ZS-7K3M-9QXD-2B4H``.

Drawn at random, 60 bits, so that nobody finds one by trying or by counting on; it says nothing by itself.
"""

import re
import secrets
import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
CODE_SIGNS = 12  # behind ZS
MISREAD = str.maketrans("OIL", "011")


def new_code(prefix: str = "ZS") -> str:
    """A code that nothing else has; certificates begin with ZS."""
    return _grouped(prefix, "".join(secrets.choice(SIGNS) for _ in range(CODE_SIGNS)))


def parse_certificate_code(text: str, prefix: str = "ZS") -> str | None:
    """Read a code that a hand typed, as it is kept; None when it is none. Case, spaces and dashes do not matter."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper()).translate(MISREAD)
    found = re.fullmatch(rf"{prefix}([{SIGNS}]{{{CODE_SIGNS}}})", plain)
    return _grouped(prefix, found[1]) if found else None


def _grouped(prefix: str, signs: str) -> str:
    return "-".join([prefix, signs[:4], signs[4:8], signs[8:]])
