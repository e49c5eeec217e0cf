"""Relations, lookups and templates point down as imports do: no string hides an arrow (design §1).

The order of rooms, and of the subjects in a room, is the one of the import contracts in ``pyproject.toml``.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines

from tests.rooms import ROOMS, ROOT, modules

TEMPLATES = ROOT / "templates"
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
OTHER_TEMPLATE = re.compile(r'{%\s*(?:include|extends)\s+"([\w/]+)\.html"')
LOADED = re.compile(r"{%\s*load\s+([\w ]+?)\s*%}")
QUERYING = {
    "filter",
    "exclude",
    "get",
    "select_related",
    "prefetch_related",
    "Q",
    "F",
    "OuterRef",
    "Prefetch",
} | {
    *("only", "defer", "values", "values_list", "order_by", "annotate", "Count", "Exists", "Subquery"),
}
NAMED = re.compile(r'"(\w+/[\w/]+)\.html"')


def heights(layers: list[str]) -> dict[str, int]:
    """Name → height, from layers with the highest first and siblings parted by ``|``."""
    return {
        name.strip(): height for height, layer in enumerate(reversed(layers)) for name in layer.split("|")
    }


FLOORS = next(heights(c["layers"]) for c in LINTER["contracts"] if "containers" not in c)
SUBJECTS = {c["containers"][0]: heights(c["layers"]) for c in LINTER["contracts"] if "containers" in c}
ROOF = 99  # what lies at the root of a room and is no subject may know every subject of it
FLAT = {room for room in FLOORS if not any(path.is_dir() for path in (TEMPLATES / room).glob("*"))} - {
    "sheets"
}


def room_points_down(here: str, there: str) -> bool:
    """Whether room ``here`` may know ``there``: itself, a lower room, or what is no room."""
    return there == here or there not in FLOORS or FLOORS[there] < FLOORS[here]


def points_down(here: tuple[str, str], there: tuple[str, str]) -> bool:
    """The same of (room, subject): in one room a subject knows itself and lower ones."""
    if here[0] != there[0] or here[0] not in SUBJECTS:
        return room_points_down(here[0], there[0])
    if there[1] == "":  # a template at the root of its room: for what lies there too
        return here[0] in FLAT or not (ROOT / here[0] / here[1]).is_dir() or here[1] == ""
    height = SUBJECTS[here[0]]
    return here[1] == there[1] or height.get(there[1], ROOF) < height.get(here[1], ROOF)


def place_of(path: str) -> tuple[str, str]:
    """(room, subject) of ``reviews/scoring/sheet`` or ``reviews/urls``."""
    parts = path.split("/")
    return parts[0], parts[1] if len(parts) > 1 else ""


def test_every_room_has_its_place():
    assert set(ROOMS) == set(FLOORS)


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label in FLOORS])
def test_relations_point_down(model):
    here = model._meta.app_label
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created and field.related_model:
            there = field.related_model._meta.app_label
            assert room_points_down(here, there), f"{model.__name__}.{field.name} points up to {there}"


def names_from_above(room: str) -> set[str]:
    """Names by which models of this room and of lower ones reach models of higher rooms."""
    return {
        field.name if not hasattr(field, "get_accessor_name") else field.get_accessor_name()
        for model in apps.get_models()
        if FLOORS.get(model._meta.app_label, 99) <= FLOORS[room]
        for field in model._meta.get_fields()
        if field.is_relation
        and field.auto_created
        and FLOORS.get(field.related_model._meta.app_label, -1) > FLOORS[room]
    } - names_of_own(room)


def names_of_own(room: str) -> set[str]:
    """Names of fields and relations of models of this room and lower ones, which may be spelled alike."""
    return {
        field.name
        for model in apps.get_models()
        if FLOORS.get(model._meta.app_label, 99) <= FLOORS[room]
        for field in model._meta.get_fields()
        if not field.is_relation
        or not field.auto_created
        or FLOORS.get(field.related_model._meta.app_label, -1) <= FLOORS[room]
    }


def names_in(module: Path) -> Iterator[tuple[int, str]]:
    """(line, name) of each attribute and of each part of a lookup, in calls and strings."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            yield from ((node.lineno, part) for part in re.split(r"\W|__", node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if called in QUERYING:
                words = [word.arg or "" for word in node.keywords]
                words += [word.value for word in node.args if isinstance(word, ast.Constant)]
                yield from ((node.lineno, part) for word in words for part in re.split(r"\W|__", str(word)))


@pytest.mark.parametrize(
    "room", [room for room in FLOORS if SUBJECTS.get(room, {}).get("models") is not None]
)
def test_no_lookup_climbs_to_a_higher_room(room):
    above = names_from_above(room)
    for module in modules(room):
        for line, name in names_in(module):
            assert name not in above, f"{module.relative_to(ROOT)}:{line} reaches up by {name}"


@pytest.mark.parametrize("room", [room for room in FLOORS if (TEMPLATES / room).is_dir()])
def test_templates_include_and_load_from_their_own_place_or_below(room):
    libraries = engines["django"].engine.libraries
    templates = list((TEMPLATES / room).rglob("*.html"))
    assert templates
    for template in templates:
        text, name = template.read_text("utf-8"), str(template.relative_to(TEMPLATES))
        here = place_of(name) if "/" in name.removeprefix(f"{room}/") else (room, "")
        for there in OTHER_TEMPLATE.findall(text):
            other = place_of(there) if there.count("/") > 1 else (there.split("/")[0], "")
            assert points_down(here, other), f"{name} points up to {there}"
        for library in (each for names in LOADED.findall(text) for each in names.split()):
            assert room_points_down(room, libraries[library].partition(".")[0]), f"{name} loads {library}"


@pytest.mark.parametrize("room", FLOORS)
def test_rooms_render_templates_of_their_own_place_or_below(room):
    for module in modules(room):
        here = place_of(str(module.relative_to(ROOT).with_suffix("")))
        for there in NAMED.findall(module.read_text("utf-8")):
            other = place_of(there) if there.count("/") > 1 else (there.split("/")[0], "")
            assert points_down(here, other), f"{module.relative_to(ROOT)} renders {there}"
