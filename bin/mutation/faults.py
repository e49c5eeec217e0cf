"""The named faults of ``tests/mutants/``, by subject."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path("tests", "mutants")


@dataclass(eq=False)
class Subject:
    """What a group of faults is about, and the tests that hold it (paths for pytest)."""

    name: str
    tests: list[str]
    faults: list["Fault"] = field(default_factory=list)


@dataclass(eq=False)
class Fault:
    """One small fault: in ``file`` the text ``old``, which stands there once, becomes ``new``.

    Attributes:
        name: what goes wrong, in English words for the table.
        tests: the tests of its subject, or fewer.
    """

    subject: Subject
    name: str
    file: str
    old: str
    new: str
    tests: list[str]

    def applied(self, text: str) -> str:
        """The text of its file with the fault.

        Raises:
            ValueError: ``old`` does not stand there exactly once, or is the same as ``new``.
        """
        if text.count(self.old) != 1 or self.old == self.new:
            raise ValueError(
                f"{self.subject.name}: {self.name}: {text.count(self.old)} × {self.old!r} in {self.file}"
            )
        return text.replace(self.old, self.new)


def read_subjects(root: Path) -> list[Subject]:
    """Read every subject under ``root``, in the order of their names."""
    return [_subject(path) for path in sorted((root / FOLDER).glob("*.toml"))]


def _subject(path: Path) -> Subject:
    written = tomllib.loads(path.read_text("utf-8"))
    subject = Subject(path.stem, written["tests"])
    for fault in written["fault"]:
        subject.faults.append(Fault(subject=subject, **{"tests": subject.tests} | fault))
    return subject
