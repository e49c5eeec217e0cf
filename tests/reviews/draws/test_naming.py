"""A public value named as the seed before it exists, and drawing by it on a later day (REV-2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from journal import clock
from journal.chain import broken_chain
from journal.clock import day_of
from journal.models import Record
from journal.workflow import Refused
from reviews.draws.actions import draw_reviewers
from reviews.draws.naming import draw_by_public_value, name_seed, require_written, take_back_seed
from reviews.models import Draw, SeedNaming
from reviews.panels.actions import form_panel
from reviews.pool.actions import save_profile
from reviews.states import SeedSource
from tests import factories
from tests.reviews.draws.test_actions import replayed
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """An accepted application, with a pool of six."""
    [factories.reviewer() for _ in range(6)]
    return factories.accepted()


@pytest.fixture
def panel(case, official):
    """A panel without members."""
    values = {"cycle": case.cycle, "pilot_type": case.pilot_type, "field": "", "name": "示例评审组"}
    return form_panel(actor=official, reviewers=[], **values)


def in_days(days: int):
    return clock.set_to(clock.now() + timedelta(days=days))


def named(panel, case, official, **changes) -> SeedNaming:
    values = {"source": "示例指数收盘点位", "day": day_of(clock.now()) + timedelta(days=2), "decimals": 2}
    values |= {"applications": [case.pk], "count": 3, "target": "each", "scope": "pool"}
    return name_seed(panel.pk, actor=official, **values | changes)


def test_rev_2_a_public_value_named_before_it_exists_is_the_seed(official, case, panel):
    naming, second = named(panel, case, official), factories.staff()
    told = Record.objects.get(verb="name_seed")
    assert told.facts["source"] == "示例指数收盘点位" and told.audience == "city"
    with in_days(2), pytest.raises(Refused, match="之后填写"):
        draw_by_public_value(naming.pk, actor=second, value="3012.55")
    with in_days(3):
        with pytest.raises(Refused, match="由另一人填写"):
            draw_by_public_value(naming.pk, actor=official, value="3012.55")
        row = draw_by_public_value(naming.pk, actor=second, value="3012.55")
    assert (row.seed, row.seed_source) == ("3012.55", SeedSource.PUBLIC)
    naming.refresh_from_db()
    assert (naming.state, naming.value, naming.draw_id) == ("drawn", "3012.55", row.pk)
    text, code = replayed(row)
    assert code == 0 and "3012.55（公开数值，来源和日期在产生之前已指定）" in text
    assert broken_chain() == []


def test_rev_2_a_value_of_today_or_yesterday_is_not_named(official, case, panel):
    for days in (0, -1):
        with pytest.raises(Refused, match="必须晚于今天"):
            named(panel, case, official, day=day_of(clock.now()) + timedelta(days=days))
    assert not SeedNaming.objects.exists()


@pytest.mark.parametrize(
    "value", ["3,012.55", "3012.5", "3012.550", "03012.55", "3012,55", "", "３０１２.55", " "]
)
def test_rev_2_there_is_one_way_to_write_the_value(value):
    with pytest.raises(Refused, match="请只填写数字"):
        require_written(value, 2)
    require_written("3012.55", 2)
    require_written("0", 0)


@pytest.mark.parametrize("change", ["joins", "leaves", "knows", "tied"])
def test_rev_2_a_pool_that_changed_voids_the_naming(official, case, panel, change):
    naming, second = named(panel, case, official), factories.staff()
    somebody = factories.reviewer() if change == "joins" else None
    somebody = somebody or type(official).objects.filter(grants__role="reviewer").first()
    if change == "leaves":
        save_profile(somebody, actor=second, areas=[], available=False)
    if change == "knows":
        save_profile(somebody, actor=second, areas=["energy"])
    if change == "tied":
        save_profile(somebody, actor=second, areas=[], organisation=case.organisation)
    with in_days(3), pytest.raises(Refused, match="已作废"):
        draw_by_public_value(naming.pk, actor=second, value="3012.55")
    naming.refresh_from_db()
    assert naming.state == "void" and "有变动" in naming.void_reason and not Draw.objects.exists()
    assert Record.objects.filter(verb="void_seed").exists()
    with pytest.raises(Refused, match="须由另一人"):
        named(panel, case, official)
    assert draw_reviewers(panel.pk, actor=second, applications=[case.pk], count=3).seed_source == "server"


def test_rev_2_sheets_of_other_panels_do_not_void_it_and_do_not_change_the_draw(official, case, panel):
    naming = named(panel, case, official)
    busy = list(type(official).objects.filter(grants__role="reviewer"))[:3]
    factories.in_review("leader", reviewers=busy)
    with in_days(3):
        row = draw_by_public_value(naming.pk, actor=factories.staff(), value="3012.55")
    assert {person["load"] for person in row.pool} == {0}


def test_rev_2_while_a_value_is_awaited_nobody_draws_by_another_seed(official, case, panel):
    naming, second = named(panel, case, official), factories.staff()
    with pytest.raises(Refused, match="已指定公开数值"):
        draw_reviewers(panel.pk, actor=second, applications=[case.pk], count=3)
    with pytest.raises(Refused, match="已指定公开数值"):
        named(panel, case, second, source="另一个指数")
    with in_days(2), pytest.raises(Refused, match="不能再撤回"):
        take_back_seed(naming.pk, actor=second, reason="示例原因。")
    take_back_seed(naming.pk, actor=second, reason="示例原因。")
    with pytest.raises(Refused, match="须由另一人"):
        draw_reviewers(panel.pk, actor=official, applications=[case.pk], count=3)


def test_rev_2_named_and_drawn_on_the_page(client, staff, case, panel):
    url, day = reverse("panel_draw", args=[panel.pk]), day_of(clock.now()) + timedelta(days=2)
    choice = {"applications": [case.pk], "count": 3, "target": "each", "scope": "pool"}
    assert "指定一个还没有产生的公开数值" in text_of(client.get(url, choice))
    name = reverse("seed_name", args=[panel.pk])
    assert "请写明以哪个公开数值" in text_of(
        client.post(name, choice | {"day": day, "decimals": 2}, follow=True)
    )
    data = choice | {"source": "示例指数", "day": day, "decimals": 2}
    text = text_of(client.post(name, data, follow=True))
    assert "已指定「示例指数" in text and "待数值产生" in text and "撤回指定的公开数值" in text
    naming = SeedNaming.objects.get()
    draw = reverse("seed_draw", args=[naming.pk])
    with in_days(3):
        client.force_login(staff)
        assert "须由指定人以外的另一人" in text_of(client.get(url))
        client.force_login(factories.staff())
        assert draw in text_of(client.get(url))
        assert "请只填写数字" in text_of(client.post(draw, {"value": "abc"}, follow=True))
        text = text_of(client.post(draw, {"value": "3012.55"}, follow=True))
    assert "复核一致" in text and "示例指数" in text and "3012.55" in text
