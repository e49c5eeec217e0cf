"""How pilots are followed is a setting per year and type (A3 §三.三-四)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from journal.models import Record
from journal.workflow import Refused
from pilots.models import LifeTerms
from pilots.models.terms import terms_of
from pilots.terms.actions import set_life_terms
from programme.models import Cycle
from programme.notice import PilotType
from tests import factories

pytestmark = pytest.mark.django_db

ZONE = {
    "type": "zone",
    "change_percent": "12.5",
    "change_days": "60",
    "report_days": "20",
    "first_tracking_months": "4",
    "later_tracking_months": "10",
}


@pytest.fixture
def cycle() -> Cycle:
    return factories.received().cycle


@pytest.fixture
def city(client):
    client.force_login(factories.staff())
    return client


def test_terms_are_set_for_one_type_and_recorded(city, cycle):
    url = reverse("life_terms", args=[cycle.year])
    assert city.post(url, ZONE).status_code == 302
    terms = terms_of(cycle, PilotType.ZONE)
    assert (terms.change_percent, terms.first_tracking_months) == (Decimal("12.50"), 4)
    assert terms_of(cycle, PilotType.TECHNOLOGY).pk is None
    assert "6 → 4" in Record.objects.get(verb="set_life_terms").summary
    assert "修改试点管理设置" in city.get(url).content.decode()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("change_percent", "101", "请填写 0 至 100 之间的数。"),
        ("change_percent", "1.234", "最多保留两位小数。"),
        ("report_days", "6", "请填写 7 至 180 之间的整数。"),
        ("report_days", "", "请填写 7 至 180 之间的整数。"),
        ("first_tracking_months", "0", "请填写 1 至 60 之间的整数。"),
        ("later_tracking_months", "很久", "请填写 1 至 60 之间的整数。"),
    ],
)
def test_each_number_says_what_it_may_be(city, cycle, name, value, sentence):
    answer = city.post(reverse("life_terms", args=[cycle.year]), ZONE | {name: value})
    assert sentence in answer.content.decode()
    assert not LifeTerms.objects.exists()


def test_nothing_is_recorded_when_nothing_changes(cycle):
    set_life_terms(cycle.pk, PilotType.ZONE, actor=factories.staff(), report_days=30)
    assert not LifeTerms.objects.exists()
    assert not Record.objects.filter(verb="set_life_terms").exists()


def test_only_who_sets_years_sets_them(cycle):
    with pytest.raises(Refused):
        set_life_terms(cycle.pk, PilotType.ZONE, actor=factories.applicant(), report_days=20)


def test_the_present_year_comes_first(city, cycle):
    assert reverse("life_terms", args=[cycle.year])[:-5] in city.get(reverse("present_life_terms")).url
