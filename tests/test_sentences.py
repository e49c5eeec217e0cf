"""Every constraint of a table has its sentence in Chinese: whoever runs into one reads what to do, never its name."""

import re

import pytest
from django.apps import apps
from django.db import models

from tests.rooms import ROOMS

CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$")

# Unique columns that the portal fills by itself, from random or computed text: nobody types one, so no form ever
# shows a sentence, and two that are equal are a fault of the portal. Django's own sentence stands.
FILLED_BY_THE_PORTAL = {
    "journal.Head.stream",
    "journal.Message.key",
    "journal.Record.hash",
    "pilots.Certificate.code",
    "reviews.Objection.number",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in set(ROOMS)]


def constraints() -> list[tuple[str, models.BaseConstraint]]:
    return [(model._meta.label, row) for model in our_models() for row in model._meta.constraints]


def unique_columns() -> dict[str, models.Field]:
    """Label → column, of all that are unique by themselves and not the key of their table."""
    return {
        f"{model._meta.label}.{column.name}": column
        for model in our_models()
        if not model._meta.auto_created
        for column in model._meta.local_fields
        if column.unique and not column.primary_key
    }


@pytest.mark.parametrize(("label", "constraint"), constraints(), ids=[row.name for _, row in constraints()])
def test_every_constraint_has_its_sentence(label, constraint):
    sentence = str(constraint.violation_error_message)
    assert constraint.violation_error_message != constraint.default_violation_error_message, label
    assert CHINESE_SENTENCE.search(sentence), label


@pytest.mark.parametrize("label", sorted(unique_columns().keys() - FILLED_BY_THE_PORTAL))
def test_every_unique_column_has_its_sentence(label):
    own = unique_columns()[label]._error_messages or {}
    assert CHINESE_SENTENCE.search(str(own.get("unique", "")))


def test_what_the_portal_fills_exists():
    assert unique_columns().keys() >= FILLED_BY_THE_PORTAL


def test_no_model_has_a_rule_beside_its_constraints():
    assert not [model._meta.label for model in our_models() if model._meta.unique_together]
