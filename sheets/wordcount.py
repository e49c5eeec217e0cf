"""字数 as Word counts it, for the limits of the forms."""

import unicodedata


def count(text: str) -> int:
    """Count 字: every CJK character and every full-width punctuation mark is one, and so is every run of
    Latin letters, digits and half-width punctuation without white space in it.
    """
    total = 0
    in_run = False
    for position, char in enumerate(text):
        if char.isspace():
            in_run = False
        elif _stands_alone(char) and not _is_apostrophe(text, position):
            total += 1
            in_run = False
        elif not in_run:
            total += 1
            in_run = True
    return total


def _stands_alone(char: str) -> bool:
    if char < "\u1100":
        return False
    width = unicodedata.east_asian_width(char)
    if width in "WFH":
        return True
    # “ ” — … ① ℃ are set as full-width in Chinese text; CO₂ and 10–20 stay one run.
    return width == "A" and char >= "\u2014" and not "\u2070" <= char <= "\u209f"


def _is_apostrophe(text: str, position: int) -> bool:
    around = text[position - 1 : position] + text[position + 1 : position + 2]
    return text[position] == "’" and len(around) == 2 and all("!" <= char < "\u1100" for char in around)
