"""The same park or project twice in a cycle: found, shown to both recommenders, received both (REC-3)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organisation
from applications.duplicates import duplicates_of, plain_name
from applications.filling import saving
from applications.models import Application
from applications.states import State
from applications.submitting import actions
from journal.models import Message
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def named(name, sheet=Sheet.PARK, **kwargs):
    """A submitted application of that name."""
    draft = factories.draft(sheet, **kwargs)
    key = "applicant_name" if sheet != Sheet.TECHNOLOGY else "project_name"
    saving.save_draft(draft.pk, actor=draft.created_by, answers=draft.answers | {key: name})
    return actions.submit(draft.pk, actor=draft.created_by)


def found(application):
    return [
        duplicate.application.pk for duplicate in duplicates_of(Application.objects.get(pk=application.pk))
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("示例园区", "示例 园区"), ("（示例）园区A", "(示例)园区a"), ("示例·园区１", "示例园区1")],
)
def test_rec_3_names_are_compared_without_blanks_signs_width_and_case(one, other):
    assert plain_name(one) == plain_name(other)


def test_rec_3_the_same_park_by_another_applicant_in_the_same_district():
    authority = factories.organisation(Organisation.Kind.AUTHORITY, district="")
    first, second = named("示例园区"), named("示例 园区", to=authority)
    elsewhere = named("示例园区", district="yanqing")
    assert (found(first), found(second), found(elsewhere)) == ([second.pk], [first.pk], [])
    assert duplicates_of(first)[0].why == "所在区和园区名称相同"


def test_rec_3_the_same_project_of_the_same_code_by_another_recommender():
    person = factories.applicant()
    first = named("示例项目", Sheet.TECHNOLOGY, by=person, to=factories.bureau())
    second = named("示例项目", Sheet.TECHNOLOGY, by=person, to=factories.bureau("yanqing"))
    named("示例项目", Sheet.TECHNOLOGY, to=factories.bureau())
    named("另一项目", Sheet.TECHNOLOGY, by=person)
    assert found(first) == [second.pk]


def test_rec_3_what_was_withdrawn_or_is_of_another_cycle_is_no_duplicate():
    first, second = named("示例园区"), named("示例园区")
    assert found(first) == [second.pk]
    actions.withdraw(second.pk, actor=second.created_by, reason="示例。")
    assert found(first) == []
    with factories.years_later():
        assert found(named("示例园区")) == []


def test_rec_3_both_are_received_and_both_recommenders_read_of_it(client):
    authority = factories.organisation(Organisation.Kind.AUTHORITY, district="")
    first, second = named("示例园区"), named("示例园区", to=authority)
    clerks = [factories.recommender(), factories.recommender(authority)]
    for application, clerk, other in ((first, clerks[0], second), (second, clerks[1], first)):
        client.force_login(clerk)
        text = client.get(reverse("recommender_form", args=[application.pk])).content.decode()
        assert "可能重复的申报" in text and other.organisation.uscc in text and "比较名称时不计空格" in text
    for application, clerk in ((first, clerks[0]), (second, clerks[1])):
        assert factories.forward(application, by=clerk).state == State.RECEIVED
    for clerk in clerks:
        assert Message.objects.filter(recipient_id=clerk.pk, subject__startswith="可能重复的申报").exists()


def test_finding_duplicates_takes_one_query_however_many():
    first = Application.objects.select_related("cycle", "current_revision").get(pk=named("示例园区").pk)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            duplicates_of(first)
        counts.append(len(queries))
        named("示例园区")
        named("示例园区")
    assert counts[0] == counts[1] <= 2
