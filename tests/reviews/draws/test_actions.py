"""Drawing reviewers: whom, without whom, anew, in whose place, and again from the record (REV-2)."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.capabilities import Role
from accounts.models import Organisation
from applications.states import State
from journal.chain import broken_chain
from journal.models import Message, Record
from journal.workflow import Refused
from programme.notice import Field, PilotType
from reviews.draws import actions as drawing_acts
from reviews.draws.actions import Seed, draw_replacement, draw_reviewers, redraw
from reviews.models import Draw, ScoreSheet
from reviews.panels.actions import form_panel
from reviews.pool.actions import declare_conflict, exclude_reviewer, save_profile
from reviews.scoring.actions import declare_no_conflict, recuse
from reviews.states import Conflict, DrawKind, DrawScope, DrawTarget, SeedSource
from tests import factories

pytestmark = pytest.mark.django_db


def empty_panel(application, official, **changes):
    """A panel without members for the application."""
    values = {
        "cycle": application.cycle,
        "pilot_type": application.pilot_type,
        "field": "",
        "name": "示例评审组",
    }
    return form_panel(actor=official, reviewers=[], **values | changes)


def drawn_for(row: Draw) -> dict[int, list[int]]:
    return {found["case"]: found["reviewers"] for found in row.result}


def kinds(row: Draw) -> dict[int, str]:
    """Reviewer → why not drawn."""
    return {exclusion["reviewer"]: exclusion["kind"] for exclusion in row.exclusions}


def test_rev_2_a_draw_puts_each_application_before_its_own_reviewers(official):
    cases = [factories.accepted(), factories.accepted()]
    pool = [factories.reviewer() for _ in range(6)]
    panel = empty_panel(cases[0], official)
    row = draw_reviewers(panel.pk, actor=official, applications=[each.pk for each in cases], count=3)
    assert (row.kind, row.seed_source, row.round, len(row.seed)) == (DrawKind.FIRST, SeedSource.SERVER, 0, 32)
    for case in cases:
        case.refresh_from_db()
        assert case.state == State.IN_REVIEW
        assert set(case.score_sheets.values_list("reviewer_id", flat=True)) == set(drawn_for(row)[case.pk])
    assert set(panel.reviewers.all()) == set(pool)
    assert sorted(panel.seats.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert all(Message.objects.inbox(each.pk).count() == 1 for each in pool)
    told = Record.objects.get(verb="draw_reviewers")
    assert (told.facts["draw"], told.facts["sha256"], told.audience) == (row.pk, row.sha256, "city")
    assert broken_chain() == []


def test_rev_2_one_group_is_drawn_for_all(official):
    cases = [factories.accepted() for _ in range(3)]
    [factories.reviewer() for _ in range(7)]
    panel = empty_panel(cases[0], official)
    ids = [case.pk for case in cases]
    row = draw_reviewers(panel.pk, actor=official, applications=ids, count=5, target=DrawTarget.ALL)
    groups = {frozenset(case.score_sheets.values_list("reviewer_id", flat=True)) for case in cases}
    assert groups == {frozenset(drawn_for(row)[0])} and len(drawn_for(row)[0]) == 5


def test_rev_2_nobody_is_drawn_over_a_conflict_an_exclusion_or_while_away(official):
    case = factories.accepted(to=factories.bureau())
    able = [factories.reviewer() for _ in range(3)]
    own, near, tied, barred, away, named = [factories.reviewer() for _ in range(6)]
    save_profile(own, actor=official, areas=[], organisation=case.organisation)
    save_profile(near, actor=official, areas=[], employer=f"{case.recommender.name} 综合科")
    declare_conflict(actor=tied, kind=Conflict.CONTRACT, organisation=case.organisation.name)
    exclude_reviewer(case.pk, barred, actor=official, reason="示例原因。")
    save_profile(away, actor=official, areas=[], available=False)
    save_profile(named, actor=official, areas=[], employer="（北京）示例新能源科技有限公司")
    save_profile(named, actor=official, areas=[], employer="北京示例新能源科技有限公司研发部")
    row = draw_reviewers(empty_panel(case, official).pk, actor=official, applications=[case.pk], count=3)
    assert set(drawn_for(row)[case.pk]) == {each.pk for each in able}
    assert kinds(row) == {
        own.pk: "own",
        near.pk: "recommended",
        tied.pk: "contract",
        barred.pk: "excluded",
        away.pk: "unavailable",
        named.pk: "own",
    }
    assert not ScoreSheet.objects.filter(reviewer__in=[own, near, tied, barred, away, named]).exists()


def test_rev_2_who_recommended_an_earlier_revision_is_not_drawn(official):
    case = factories.accepted(to=factories.bureau())
    clerk = factories.person(Role.REVIEWER, case.recommender)
    type(case).objects.filter(pk=case.pk).update(recommender=None, route="direct")
    [factories.reviewer() for _ in range(3)]
    row = draw_reviewers(empty_panel(case, official).pk, actor=official, applications=[case.pk], count=3)
    assert kinds(row) == {clerk.pk: "recommended"}


def test_rev_2_who_knows_the_field_is_drawn_first_and_loads_stay_even(official):
    cases = [factories.accepted() for _ in range(4)]
    knowing = [factories.reviewer() for _ in range(4)]
    for each, area in zip(
        knowing, [Field.ENERGY, PilotType.TECHNOLOGY, Field.ENERGY, PilotType.TECHNOLOGY], strict=True
    ):
        save_profile(each, actor=official, areas=[area])
    others = [factories.reviewer() for _ in range(3)]
    save_profile(others[0], actor=official, areas=[Field.HOSPITAL])
    row = draw_reviewers(
        empty_panel(cases[0], official).pk, actor=official, applications=[c.pk for c in cases], count=3
    )
    counts = [ScoreSheet.objects.filter(reviewer=each).count() for each in knowing]
    assert counts == [3, 3, 3, 3]
    assert not ScoreSheet.objects.filter(reviewer__in=others).exists()
    assert {person["id"]: person["load"] for person in row.pool} == {r.pk: 0 for r in [*knowing, *others]}


def test_rev_2_sheets_of_other_panels_of_the_year_count_as_load(official):
    busy = [factories.reviewer() for _ in range(3)]
    factories.in_review("leader", reviewers=busy)
    case = factories.accepted()
    free = [factories.reviewer() for _ in range(3)]
    row = draw_reviewers(empty_panel(case, official).pk, actor=official, applications=[case.pk], count=3)
    assert set(drawn_for(row)[case.pk]) == {each.pk for each in free}


def test_rev_2_a_sheet_that_its_reviewer_recused_is_no_load(official):
    case, other = factories.in_review("leader"), factories.accepted()
    sheet = case.score_sheets.first()
    recuse(sheet.pk, actor=sheet.reviewer, conflict=Conflict.OTHER, note="示例原因。")
    row = draw_reviewers(empty_panel(other, official).pk, actor=official, applications=[other.pk], count=3)
    loads = {person["id"]: person["load"] for person in row.pool}
    assert loads == {asked.reviewer_id: int(asked.pk != sheet.pk) for asked in case.score_sheets.all()}


def test_rev_2_members_only_when_asked(official):
    case = factories.accepted()
    members = [factories.reviewer() for _ in range(4)]
    [factories.reviewer() for _ in range(4)]
    panel = factories.panel(case, members)
    row = draw_reviewers(panel.pk, actor=official, applications=[case.pk], count=3, scope=DrawScope.MEMBERS)
    assert set(drawn_for(row)[case.pk]) <= {member.pk for member in members}
    assert panel.reviewers.count() == 4


def test_rev_2_too_small_a_pool_is_refused_and_nothing_has_changed(official):
    case = factories.accepted()
    [factories.reviewer() for _ in range(3)]
    with pytest.raises(Refused, match=rf"可以抽取的专家不足：{case.number}（3 人）"):
        draw_reviewers(empty_panel(case, official).pk, actor=official, applications=[case.pk], count=5)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED and not Draw.objects.exists()


def test_rev_2_what_does_not_fit_or_is_before_a_panel_already_is_not_drawn_for(official):
    case, other = factories.accepted(), factories.accepted("leader")
    [factories.reviewer() for _ in range(5)]
    panel = empty_panel(case, official)
    with pytest.raises(Refused, match="只评审"):
        draw_reviewers(panel.pk, actor=official, applications=[case.pk, other.pk], count=3)
    draw_reviewers(panel.pk, actor=official, applications=[case.pk], count=3)
    with pytest.raises(Refused, match="不能再抽取"):
        draw_reviewers(panel.pk, actor=official, applications=[case.pk], count=3)
    assert Draw.objects.count() == 1


@pytest.fixture
def row(official):
    """A draw of three of eight for two applications."""
    cases = [factories.accepted(), factories.accepted()]
    [factories.reviewer() for _ in range(8)]
    panel = empty_panel(cases[0], official)
    ids = [case.pk for case in cases]
    return draw_reviewers(panel.pk, actor=official, applications=ids, count=3)


def replayed(row: Draw) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("replay_draw", row.pk, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


def test_rev_2_a_draw_is_replayed_from_its_record_alone(official, row):
    """Whatever became of the pool since: another load, another expertise, somebody away."""
    for place, each in enumerate(ScoreSheet.objects.all()):
        save_profile(each.reviewer, actor=official, areas=[Field.WASTE], available=bool(place % 2))
    factories.reviewer()
    text, code = replayed(Draw.objects.get(pk=row.pk))
    assert code == 0 and text.endswith("\n一致\n")
    assert f"{row.seed}（系统生成）" in text and "专家库，8 人" in text
    for found in row.result:
        for pk in found["reviewers"]:
            assert f"{pk} " in text.split("结果：")[1]


def test_rev_2_a_draw_of_1_0_0_by_a_seed_that_was_typed_in_is_replayed(official, monkeypatch):
    monkeypatch.setattr(drawing_acts, "made_by_server", lambda: Seed("20270718 会议", SeedSource.PUBLIC))
    case = factories.accepted()
    [factories.reviewer() for _ in range(5)]
    row = draw_reviewers(empty_panel(case, official).pk, actor=official, applications=[case.pk], count=3)
    text, code = replayed(row)
    assert code == 0 and "20270718 会议（抽取人填写，登记为事先公布）" in text


@pytest.mark.parametrize("column", ["seed", "result", "exclusions"])
def test_rev_2_a_record_that_was_changed_does_not_agree(row, column):
    if column == "seed":
        value = "another"
    elif column == "result":
        value = [each | {"reviewers": each["reviewers"][::-1]} for each in row.result]
    else:
        drawn = row.result[0]["reviewers"][0]
        value = [{"case": None, "reviewer": drawn, "kind": "unavailable", "note": ""}]
    Draw.objects.filter(pk=row.pk).update(**{column: value})
    changed = Draw.objects.get(pk=row.pk)
    text, code = replayed(changed)
    assert code == 1 and text.endswith("\n不一致\n")
    Draw.objects.filter(pk=row.pk).update(sha256=changed.computed_sha256())
    text, code = replayed(changed)
    assert code == 1 and "日志中没有与该记录相符的抽取" in text


def test_rev_2_a_record_of_another_version_of_the_algorithm_is_not_replayed_by_this_one(row):
    Draw.objects.filter(pk=row.pk).update(algorithm="0")
    text, code = replayed(Draw.objects.get(pk=row.pk))
    assert code == 1 and "按记录不能完成抽取：抽取记录的算法版本是 0" in text


def test_rev_2_before_any_declaration_it_is_drawn_anew_with_a_reason(official, row):
    before = set(ScoreSheet.objects.values_list("reviewer_id", flat=True))
    codes = {seat.reviewer_id: seat.number for seat in row.panel.seats.all()}
    with pytest.raises(Refused, match="由您本人进行"):
        redraw(row.pk, actor=official, reason="会议要求。")
    again = redraw(row.pk, actor=factories.staff(), reason="会议要求。")
    assert (again.seed_source, len(again.seed)) == (SeedSource.SERVER, 32)
    assert (again.kind, again.origin_id, again.count, again.reason) == ("redraw", row.pk, 3, "会议要求。")
    assert set(ScoreSheet.objects.values_list("draw_id", flat=True)) == {again.pk}
    after = set(ScoreSheet.objects.values_list("reviewer_id", flat=True))
    assert set(row.panel.reviewers.values_list("pk", flat=True)) == after
    for seat in row.panel.seats.filter(reviewer_id__in=before):
        assert seat.number == codes[seat.reviewer_id]
        assert bool(seat.left_at) == (seat.reviewer_id not in after)
    for gone in before - after:
        assert Message.objects.inbox(gone).filter(body__contains="此前分配给您的评审任务取消").exists()
    assert [replayed(each)[1] for each in (row, again)] == [0, 0]
    with pytest.raises(Refused, match="已重新抽取"):
        redraw(row.pk, actor=official, reason="再来一次。")


def test_rev_2_after_a_declaration_it_is_not_drawn_anew(official, row):
    sheet = ScoreSheet.objects.first()
    declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    with pytest.raises(Refused, match="已有专家声明或回避"):
        redraw(row.pk, actor=official, reason="会议要求。")
    assert ScoreSheet.objects.filter(draw=row).count() == 6


def test_rev_2_who_steps_back_is_replaced_by_the_next_round_of_the_same_seed(official, row):
    sheet = ScoreSheet.objects.first()
    with pytest.raises(Refused, match="已回避的"):
        draw_replacement(sheet.pk, actor=official)
    recuse(sheet.pk, actor=sheet.reviewer, conflict=Conflict.FAMILY, note="")
    first = draw_replacement(sheet.pk, actor=official)
    assert (first.kind, first.origin_id, first.round, first.seed) == ("replacement", row.pk, 1, row.seed)
    newcomer = first.score_sheets.get()
    held = set(sheet.application.score_sheets.exclude(pk=newcomer.pk).values_list("reviewer_id", flat=True))
    assert newcomer.reviewer_id not in held and newcomer.application_id == sheet.application_id
    assert {pk for pk, kind in kinds(first).items() if kind in ("holds", "family")} == held
    assert Message.objects.inbox(newcomer.reviewer_id).filter(subject__contains="新的评审任务").exists()
    with pytest.raises(Refused, match="已补抽"):
        draw_replacement(sheet.pk, actor=official)
    recuse(newcomer.pk, actor=newcomer.reviewer, conflict=Conflict.OTHER, note="示例说明")
    second = draw_replacement(newcomer.pk, actor=official)
    assert (second.round, second.origin_id, second.seed) == (2, row.pk, row.seed)
    assert [replayed(each)[1] for each in (row, first, second)] == [0, 0, 0]


def test_rev_2_who_was_not_drawn_is_not_replaced_by_a_draw(official):
    sheet = factories.in_review().score_sheets.first()
    recuse(sheet.pk, actor=sheet.reviewer, conflict=Conflict.FAMILY, note="")
    with pytest.raises(Refused, match="只有经抽取产生"):
        draw_replacement(sheet.pk, actor=official)


def test_rev_2_numbers_in_a_name_make_another_organisation(official):
    """示例单位1 is not the employer 示例单位12."""
    case = factories.accepted(by=factories.person(organisation=factories.organisation(name="示例单位一零1")))
    reviewers = [factories.reviewer() for _ in range(3)]
    save_profile(reviewers[0], actor=official, areas=[], employer="示例单位一零12")
    row = draw_reviewers(empty_panel(case, official).pk, actor=official, applications=[case.pk], count=3)
    assert not row.exclusions
    assert Organisation.objects.filter(name="示例单位一零1").exists()
