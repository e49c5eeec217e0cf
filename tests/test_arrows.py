"""Model relations and templates point down as imports do: no string hides an arrow (design §1)."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import engines

FLOORS = {
    "reviews": 4,
    "applications": 3,
    "pilots": 2,
    "accounts": 1,
    "journal": 0,
    "sheets": 0,
    "files": 0,
}
TEMPLATES = Path(settings.BASE_DIR) / "templates"
OTHER_TEMPLATE = re.compile(r'{%\s*(?:include|extends)\s+"(\w+)/')
LOADED = re.compile(r"{%\s*load\s+([\w ]+?)\s*%}")
NAMED = re.compile(r'"(\w+)/[\w/]+\.html"')


def points_down(here: str, there: str) -> bool:
    """Whether ``here`` may know ``there``: itself, a lower room, or what is no room."""
    return there == here or there not in FLOORS or FLOORS[there] < FLOORS[here]


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label in FLOORS])
def test_relations_point_down(model):
    here = model._meta.app_label
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created and field.related_model:
            there = field.related_model._meta.app_label
            assert points_down(here, there), f"{model.__name__}.{field.name} points up to {there}"


@pytest.mark.parametrize("room", [room for room in FLOORS if (TEMPLATES / room).is_dir()])
def test_templates_include_and_load_from_their_own_room_or_below(room):
    libraries = engines["django"].engine.libraries
    found = list((TEMPLATES / room).rglob("*.html"))
    assert found
    for template in found:
        text = template.read_text()
        loaded = [
            libraries[name].partition(".")[0] for names in LOADED.findall(text) for name in names.split()
        ]
        for there in OTHER_TEMPLATE.findall(text) + loaded:
            assert points_down(room, there), f"{template.relative_to(TEMPLATES)} points up to {there}"


@pytest.mark.parametrize("room", FLOORS)
def test_rooms_render_templates_of_their_own_or_below(room):
    for module in (Path(settings.BASE_DIR) / room).rglob("*.py"):
        for there in NAMED.findall(module.read_text()):
            assert points_down(room, there), f"{module.relative_to(settings.BASE_DIR)} renders one of {there}"
