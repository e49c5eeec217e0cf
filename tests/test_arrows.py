"""Model relations point down as imports do: a string foreign key hides no arrow (design §1)."""

import pytest
from django.apps import apps

FLOORS = {
    "reviews": 4,
    "applications": 3,
    "pilots": 2,
    "accounts": 1,
    "journal": 0,
    "sheets": 0,
    "files": 0,
}


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label in FLOORS])
def test_relations_point_down(model):
    here = model._meta.app_label
    for field in model._meta.get_fields():
        if field.is_relation and not field.auto_created and field.related_model:
            there = field.related_model._meta.app_label
            if there in FLOORS and there != here:
                assert FLOORS[there] < FLOORS[here], f"{model.__name__}.{field.name} points up to {there}"
