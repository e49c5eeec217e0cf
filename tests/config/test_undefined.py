"""Undefined template variables fail in our templates and stay empty in those of libraries."""

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Origin, Template

OURS = settings.BASE_DIR / "templates" / "example.html"
FOREIGN = settings.BASE_DIR / ".venv" / "library" / "example.html"


def render(text, path, **context):
    template = Template(text, origin=Origin(str(path)), name=path.name)
    return template.render(Context(context))


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ person.nothing }}", "{{ nothing|default:'x' }}"])
def test_undefined_variable_in_our_template_fails(text):
    with pytest.raises(AssertionError, match="nothing"):
        render(text, OURS, person={})


def test_undefined_variable_in_a_librarys_template_is_empty_and_meets_its_filters():
    assert render("[{{ nothing }}{{ nothing|default:'x' }}]", FOREIGN) == "[x]"


def test_asking_for_what_may_be_missing_is_allowed():
    class Person:
        @property
        def office(self):
            raise ObjectDoesNotExist

    text = "{% if nothing %}a{% endif %}{% if person.office %}b{% endif %}c"
    assert render(text, OURS, person=Person()) == "c"
