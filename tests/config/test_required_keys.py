"""Keys of answers in the code are declared in ``sheets.required_keys``, and nothing is declared that no code uses."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from applications.carbon.plausibility import KINDS_OF_ZONE
from applications.filling.pages import PREFILLED
from applications.remarks.places import CARBON, GENERAL, MATERIAL
from programme.notice import FORMS
from reviews.screening.carry_over import BEARS_ON
from sheets import required_keys
from sheets.answers import slots
from sheets.loading import definition, years
from sheets.required_keys import REQUIRED
from tests.rooms import ROOMS, ROOT, modules

DECLARED = {key.path for keys in REQUIRED.values() for key in keys}
NAMES = {name for path in DECLARED for name in path.split("/")}
ANSWERS = re.compile(r"(answers|opinion|values)$")  # what dictionaries of answers are called
IN_TEMPLATES = re.compile(r"\b(?:answers|opinion)\.([a-z_]+)")
ABOUT_PLACES = (
    "applications/carbon/offers.py",
    "applications/carbon/plausibility.py",
    "reviews/screening/carry_over.py",
)


def known_keys() -> set[str]:
    """Every key and key path of every definition, without the number of a repetition."""
    found = set()
    for year in years():
        for sheet in definition(year).sheets.values():
            found |= {part.key for part in sheet.repeatable_parts}
            for slot, _ in slots(sheet, {}):
                found |= {slot.leaf.key, *([slot.parent.key, slot.path] if slot.parent else [])}
    return found


def sources() -> list[Path]:
    """The Python of the rooms, without migrations and the declaration itself."""
    files = list(modules(*ROOMS, "bench"))
    declared = Path(required_keys.__file__).resolve()
    return [path for path in files if "migrations" not in path.parts and path.resolve() != declared]


def literals(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def reads(path: Path) -> Iterator[tuple[int, str]]:
    """Literal keys with which something called answers, opinion or values is asked."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        target, key = None, None
        if isinstance(node, ast.Subscript):
            target, key = node.value, node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            target, key = node.func.value, next(iter(node.args), None)
        literal = isinstance(key, ast.Constant) and isinstance(key.value, str)
        if literal and ANSWERS.search(ast.unparse(target)):
            yield node.lineno, key.value


def undeclared(
    paths: list[Path], walk: Callable[[Path], Iterator[tuple[int, str]]], keys: set[str]
) -> list[str]:
    """Where the walk meets one of these keys that is not declared."""
    lost = keys - DECLARED - NAMES
    return [
        f"{path.relative_to(ROOT)}:{line} {key}" for path in paths for line, key in walk(path) if key in lost
    ]


def test_literals_that_are_keys_of_a_form_are_declared():
    """Words such as name or content mean other things too; the next test asks where they are used."""
    keys = {key for key in known_keys() if "_" in key or "/" in key}
    assert undeclared(sources(), literals, keys) == []


def test_keys_with_which_answers_are_read_are_declared():
    assert undeclared(sources(), reads, known_keys()) == []
    read = {key for path in sources() for _, key in reads(path)}
    assert {"applicant_name", "project_name", "area_km2", "recommender_opinion"} <= read  # the test sees them


def test_modules_about_places_name_declared_ones_only():
    paths = [ROOT / path for path in ABOUT_PLACES]
    assert all(known_keys() & {key for _, key in literals(path)} for path in paths)
    assert undeclared(paths, literals, known_keys()) == []


def test_keys_in_templates_are_declared():
    found = {
        (path.relative_to(ROOT).as_posix(), key)
        for path in (ROOT / "templates").rglob("*.html")
        for key in IN_TEMPLATES.findall(path.read_text("utf-8"))
    }
    assert {key for _, key in found} & NAMES
    assert {(path, key) for path, key in found if key in known_keys() - NAMES} == set()


def test_tables_of_keys_hold_declared_keys_only():
    """A key that no form knows is a mistake; these tables also name places that are none of a form."""
    other_places = {GENERAL, CARBON, "district"}
    assert {key for key in BEARS_ON if not key.startswith(MATERIAL)} - other_places <= DECLARED
    assert PREFILLED <= DECLARED
    for sheet, form in FORMS.items():
        assert set(form.figures) <= {key.path for key in REQUIRED[sheet]}


def test_choices_that_are_compared_with_are_declared():
    declared = {choice for key in REQUIRED["community"] for choice in key.choices}
    assert {kind for kinds in KINDS_OF_ZONE.values() for kind in kinds} == declared


def test_nothing_is_declared_that_no_code_uses():
    used = {text for path in sources() for _, text in literals(path)}
    assert {path for path in DECLARED if path not in used and path.rpartition("/")[2] not in used} == set()
