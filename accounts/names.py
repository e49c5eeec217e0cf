"""Names that people type: of organisations, of people, of projects."""

from django.core.exceptions import ValidationError

from sheets.kinds.base import holds_control_characters

CONTROL_CHARACTERS = "名称中含有看不见的控制字符或换行，请删去后重新填写。"


def check_name(name: str) -> None:
    """Let a name pass that can be printed on one line as it is.

    Raises:
        ValidationError: it holds control characters, line breaks or marks that turn the direction of writing.
    """
    if holds_control_characters(name) or len(name.splitlines()) > 1 or "\t" in name:
        raise ValidationError(CONTROL_CHARACTERS)
