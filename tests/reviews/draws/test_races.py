"""Draws at once, under real threads on PostgreSQL (REV-2)."""

import pytest
from django.db import connection

from reviews.draws.actions import draw_reviewers
from reviews.models import Draw, Panel, ScoreSheet
from reviews.panels.actions import dissolve_panel, form_panel
from reviews.pool.actions import declare_conflict, exclude_reviewer
from reviews.states import Conflict, ScoreSheetState
from tests import factories
from tests.applications.submitting.test_races import at_once

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]


def panel_for(case, official, name):
    values = {"cycle": case.cycle, "pilot_type": case.pilot_type, "field": "", "name": name, "reviewers": []}
    return form_panel(actor=official, **values)


def test_rev_2_two_draws_at_once_for_the_same_applications_draw_once():
    official = factories.staff()
    cases = [factories.accepted() for _ in range(3)]
    [factories.reviewer() for _ in range(6)]
    panels = [panel_for(cases[0], official, "示例甲组"), panel_for(cases[0], official, "示例乙组")]
    ids = [case.pk for case in cases]
    calls = [lambda p=p: draw_reviewers(p.pk, actor=official, applications=ids, count=3) for p in panels * 2]
    answers = at_once(calls, threads=4)
    assert sum("不能再抽取" in answer for answer in answers if isinstance(answer, str)) == 3
    assert Draw.objects.count() == 1
    assert [case.score_sheets.count() for case in cases] == [3, 3, 3]


def test_rev_2_draws_of_several_panels_at_once_see_each_others_loads():
    official = factories.staff()
    cases = [factories.accepted() for _ in range(4)]
    pool = [factories.reviewer() for _ in range(6)]
    panels = [panel_for(case, official, f"示例第{n}组") for n, case in enumerate(cases)]
    calls = [
        lambda p=p, c=c: draw_reviewers(p.pk, actor=official, applications=[c.pk], count=3)
        for p, c in zip(panels, cases, strict=True)
    ]
    assert not [answer for answer in at_once(calls, threads=4) if isinstance(answer, str)]
    assert [ScoreSheet.objects.filter(reviewer=each).count() for each in pool] == [2] * 6


def test_rev_2_a_panel_is_dissolved_or_draws_but_not_both():
    official, case = factories.staff(), factories.accepted()
    [factories.reviewer() for _ in range(3)]
    panel = panel_for(case, official, "示例评审组")
    calls = [
        lambda: draw_reviewers(panel.pk, actor=official, applications=[case.pk], count=3),
        lambda: dissolve_panel(panel.pk, actor=official),
    ]
    answers = [answer for answer in at_once(calls, threads=2) if isinstance(answer, str)]
    dissolved = not Panel.objects.exists()
    assert len(answers) == 1 and ("已经解散" if dissolved else "不能解散") in answers[0]
    assert case.score_sheets.count() == (0 if dissolved else 3)


@pytest.mark.parametrize("turn", range(4))
def test_rev_2_a_tie_declared_or_an_exclusion_made_during_a_draw_leaves_no_open_sheet(turn):
    official, case = factories.staff(), factories.accepted()
    tied, barred, *_ = [factories.reviewer() for _ in range(5)]
    panel = panel_for(case, official, "示例评审组")
    name = case.organisation.name
    calls = [
        lambda: draw_reviewers(panel.pk, actor=official, applications=[case.pk], count=3),
        lambda: declare_conflict(actor=tied, kind=Conflict.CONTRACT, organisation=name),
        lambda: exclude_reviewer(case.pk, barred, actor=official, reason="示例原因。"),
    ]
    answers = at_once(calls[turn % 3 :] + calls[: turn % 3], threads=3)
    assert not [answer for answer in answers if isinstance(answer, str)]
    kept = ScoreSheet.objects.filter(application=case, reviewer__in=[tied, barred])
    assert not kept.exclude(state=ScoreSheetState.RECUSED).exists()
    assert Draw.objects.count() == 1
