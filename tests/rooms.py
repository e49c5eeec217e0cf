"""The rooms of the portal, for tests that read its code."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


def modules(*rooms: str) -> Iterator[Path]:
    """The modules of these rooms (of all when none is named) but their migrations."""
    paths = (path for room in rooms or ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return (path for path in paths if "migrations" not in path.parts)
