"""An undefined variable in one of our templates fails the test that renders it."""

import sys
from pathlib import Path

from django.template import Node

ROOT = Path(__file__).resolve().parent.parent
FOREIGN = ROOT / ".venv"


class UndefinedVariable(str):
    """The value of ``string_if_invalid`` in tests: raises in our templates, is empty in those of libraries.

    Django asks ``if string_if_invalid`` and ``"%s" in string_if_invalid`` before it formats. Elsewhere, as
    when ``{% if %}`` looks at a related object that does not exist, the value is the empty string.
    """

    def __bool__(self) -> bool:
        caller = sys._getframe(1)
        return (
            caller.f_code.co_name == "resolve" and "string_if_invalid" in caller.f_locals and _in_ours(caller)
        )

    def __contains__(self, text: str) -> bool:
        return text == "%s"

    def __mod__(self, variable) -> str:
        raise AssertionError(f"undefined template variable {variable!s} in {_template(sys._getframe(1))}")


def _template(frame) -> Path | None:
    """Return the template file of the innermost node being rendered."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return Path(node.origin.name)
        frame = frame.f_back
    return None


def _in_ours(frame) -> bool:
    path = _template(frame)
    return path is not None and path.is_relative_to(ROOT) and not path.is_relative_to(FOREIGN)
