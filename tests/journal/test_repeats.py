"""What a unique constraint says to a person, on either database."""

import pytest
from django.db import IntegrityError, transaction

from accounts.acts import REGISTER
from accounts.models import Organisation, RoleGrant
from applications.models import Application
from face.models import SavedView
from journal.acts import THERE_ALREADY, Repeated, repeat_sentence
from programme.models import Cycle
from tests import factories

pytestmark = pytest.mark.django_db


def refused(make) -> IntegrityError:
    """The database's answer to a row that may not be."""
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        make()
    return told.value


def same_name():
    person = factories.staff()
    return lambda: [SavedView.objects.create(owner_id=person.pk, list="a", name="b") for _ in range(2)]


def same_year():
    cycle = factories.draft().cycle
    return lambda: Cycle.objects.create(year=cycle.year, cutoff=cycle.cutoff, opened_at=cycle.opened_at)


def same_code():
    made = factories.organisation()
    return lambda: Organisation.objects.create(name="另一个名称", uscc=made.uscc)


def second_bureau():
    made = factories.bureau()
    return lambda: factories.organisation(kind=made.kind, district=made.district)


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (same_name, str(SavedView._meta.constraints[0].violation_error_message)),
        (same_year, "该年度的评选已经开启，请修改原有的年度。"),
        (same_code, str(Organisation._meta.get_field("uscc").error_messages["unique"])),
        (second_bureau, str(Organisation._meta.constraints[-1].violation_error_message)),
    ],
)
def test_what_is_there_already_is_said_in_the_words_of_its_constraint(make, sentence):
    assert repeat_sentence(refused(make())) == sentence != THERE_ALREADY


@pytest.mark.embedded
def test_another_fault_of_the_data_stays_a_fault():
    draft = factories.draft()
    broken = refused(lambda: Application.objects.filter(pk=draft.pk).update(state="received"))
    assert repeat_sentence(broken) is None
    with pytest.raises(IntegrityError), REGISTER.perform(actor=factories.applicant()):
        Application.objects.filter(pk=draft.pk).update(state="received")


@pytest.mark.embedded
def test_an_act_that_makes_what_is_there_already_is_refused_with_that_sentence():
    grant = RoleGrant.objects.get(user=factories.staff(), role="clerk")
    with pytest.raises(Repeated) as told, REGISTER.perform(actor=factories.applicant()):
        RoleGrant.objects.create(user=grant.user, role=grant.role)
    assert str(told.value) == str(RoleGrant._meta.constraints[0].violation_error_message)
