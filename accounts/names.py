"""Names that people type: of organisations, of people, of projects."""

from django.core.exceptions import ValidationError

from sheets.kinds.base import holds_control_characters
from sheets.kinds.characters import unprintable

CONTROL_CHARACTERS = "名称中含有看不见的控制字符或换行，请删去后重新填写。"


def check_name(name: str) -> None:
    """Let a name pass that can be printed on one line as it is.

    Raises:
        ValidationError: it holds control characters, line breaks or marks that turn the direction of writing.
    """
    if holds_control_characters(name) or len(name.splitlines()) > 1 or "\t" in name:
        raise ValidationError(CONTROL_CHARACTERS)


def check_printable(text: str) -> None:
    """Let a name or address pass that the forms can print; a rare Chinese character always passes.

    Raises:
        ValidationError: no font of the forms has one of its characters; the sentence says which, and what to do.
    """
    if message := unprintable(text):
        raise ValidationError(message)
