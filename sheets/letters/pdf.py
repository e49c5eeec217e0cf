"""A letter or table as PDF, by the same renderer as the forms."""

from django.template.loader import render_to_string

from sheets.letters.letter import Letter
from sheets.pdf.render import STYLES, from_html
from sheets.word.wordml import clean

LETTER = STYLES / "letter.css"


def render_letter_pdf(letter: Letter) -> bytes:
    """Return a letter as PDF (A4); equal data give equal bytes."""
    return from_html(clean(render_to_string("sheets/letters/letter.html", {"letter": letter})), (LETTER,))
