"""Personal fields are declared where the field is, and whatever looks like one is."""

import pytest
from django.apps import apps
from django.db import models

OURS = ("accounts", "journal", "files", "programme", "applications", "reviews", "pilots", "portal", "face")
WORDS = ("姓名", "电话", "邮箱", "联系", "手机", "人员名单", "参会人员", "参加人员")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def declared(model: type[models.Model]) -> set[str]:
    return set(getattr(model, "PERSONAL", ())) | set(getattr(model, "OFFICIAL", ()))


def looks_personal(field: models.Field) -> bool:
    plain = isinstance(field, models.CharField | models.TextField) and not field.choices
    return plain and (
        isinstance(field, models.EmailField) or any(word in str(field.verbose_name) for word in WORDS)
    )


def test_every_field_that_looks_personal_is_declared():
    undeclared = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if looks_personal(field) and field.name not in declared(model)
    ]
    assert not undeclared, undeclared


def test_what_is_declared_exists():
    for model in our_models():
        assert declared(model) <= {field.name for field in model._meta.local_fields}, model


@pytest.mark.parametrize("name", ["User", "Invitation", "Objection", "Message", "Record"])
def test_those_who_keep_persons_declare_them(name):
    model = next(model for model in our_models() if model.__name__ == name)
    assert declared(model)
