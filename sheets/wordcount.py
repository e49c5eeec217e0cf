"""字数 as Word counts it, for the limits of the forms.

The same rule counts in the browser: ``static/face/js/wordcount.js``. ``tests/browser/test_wordcount.py`` holds the two
against each other, character by character.
"""

import re

SPACE = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Drawn on or around the character before, or not at all: accents, joiners, marks of direction, variants.
UNSEEN = "\xad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
# “ ” — … ① ℃ are full-width in Chinese text; 10–20 and CO₂ stay one run.
ALONE = "\u1100-\u11ff\u2014-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2fff\u3001-\U0003ffff"

_unseen = re.compile(f"[{UNSEEN}]")
_counted = re.compile(f"[^{SPACE}{ALONE}]+(?:’[^{SPACE}{ALONE}]+)*|[{ALONE}]")


def count(text: str) -> int:
    """Count 字: every CJK character and every full-width punctuation mark is one, and so is every run of
    Latin letters, digits and half-width punctuation without white space in it.
    """
    return sum(1 for _ in _counted.finditer(_unseen.sub("", text)))
