"""The rubric of a cycle and type: edited by staff until a sheet is submitted (REV-3)."""

import pytest
from django.urls import reverse

from journal.models import Message, Record
from journal.workflow import Refused
from programme.notice import PilotType, programme_of
from reviews.models import Criterion, Rubric
from reviews.rubrics.actions import save_rubric
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, reopen_sheet, submit_sheet
from reviews.scoring.saving import name_of, save_sheet
from tests import factories

pytestmark = pytest.mark.django_db
KIND = PilotType.LEADER


@pytest.fixture
def cycle():
    """The running cycle."""
    return factories.draft().cycle


def page(cycle) -> str:
    return reverse("rubric_edit", args=[cycle.year, KIND])


def sent(rows: list[dict], initial: int) -> dict:
    """What the browser posts for these rows."""
    data = {"criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"criteria-{number}-{name}": value for name, value in row.items()}
    return data


def rows_of(cycle) -> list[dict]:
    names = ("pk", "name", "guidance", "weight", "scale")
    return [{name: getattr(each, name) for name in names} for each in rubric_of(cycle, KIND)]


def test_rev_3_criteria_are_changed_added_and_deleted_and_the_journal_says_so(client, staff, cycle):
    rows = rows_of(cycle)
    rows[0] |= {"name": "碳排放强度", "weight": rows[0]["weight"] + rows[-1]["weight"] - 5, "scale": 100}
    rows[-1]["DELETE"] = "on"
    new = {"pk": "", "name": "示例指标", "guidance": "示例说明。", "weight": 5, "scale": 5}
    empty = {"pk": "", "name": "", "guidance": "", "weight": "", "scale": 10}
    text = client.post(page(cycle), sent([*rows, new, empty], len(rows)), follow=True).content.decode()
    assert "评分指标已保存" in text
    after = rubric_of(cycle, KIND)
    assert [each.name for each in after] == [row["name"] for row in rows[:-1]] + ["示例指标"]
    assert (after[0].pk, after[0].scale, after[-1].scale) == (rows[0]["pk"], 100, 5)
    assert [each.position for each in after] == list(range(1, len(after) + 1))
    assert "示例指标 5（5 分制）" in Record.objects.get(verb="edit_rubric").summary


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weight": 99}, "权重合计应为 100，现在是"),
        ({"weight": 0}, "第 1 行 权重"),
        ({"scale": 0}, "第 1 行 满分"),
        ({"name": ""}, "第 1 行 指标"),
        ({"name": "带动引领"}, "指标名称不能重复"),
    ],
)
def test_rev_3_a_rubric_that_does_not_add_up_is_not_saved(client, staff, cycle, change, sentence):
    rows = rows_of(cycle)
    rows[0] |= change
    assert sentence in client.post(page(cycle), sent(rows, len(rows))).content.decode()
    assert (
        len(rows_of(cycle)) == len(programme_of(KIND).rubric)
        and not Record.objects.filter(verb="edit_rubric").exists()
    )


def test_rev_3_the_rubric_is_locked_once_a_sheet_is_submitted(client, staff):
    cycle = factories.scored("leader", scores=[8]).cycle
    text = client.get(page(cycle)).content.decode()
    assert "指标已固定" in text and "保存指标" not in text
    rows = rows_of(cycle)
    rows[0]["name"] = "改名"
    with pytest.raises(Refused, match="已有专家提交评分表"):
        save_rubric(cycle, KIND, actor=staff, rows=rows)
    assert "不能再改" in client.post(page(cycle), sent(rows, len(rows))).content.decode()
    assert "保存指标" in client.get(reverse("rubric_edit", args=[cycle.year, "zone"])).content.decode()


def test_rev_3_unfinished_sheets_keep_scores_of_criteria_that_stay_and_their_reviewers_are_told(staff):
    application = factories.in_review("leader")
    sheet = application.score_sheets.first()
    declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    criteria = rubric_of(application.cycle, KIND)
    scores = {str(criterion.pk): "8" for criterion in criteria}
    save_sheet(sheet.pk, {name_of(criterion): "8" for criterion in criteria}, actor=sheet.reviewer)
    rows = rows_of(application.cycle)
    rows[0]["name"] = "改名"
    save_rubric(application.cycle, KIND, actor=staff, rows=rows)
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=scores, remarks="示例。")
    sheet.refresh_from_db()
    assert sheet.total == 80
    assert Message.objects.filter(subject__contains="评分指标已调整").count() == 3


def test_rev_3_next_year_starts_from_this_years_rubric(staff, cycle):
    rows = rows_of(cycle)
    rows[0]["name"] = "改名"
    save_rubric(cycle, KIND, actor=staff, rows=rows)
    following = factories.next_cycle()
    assert [each.name for each in rubric_of(following, KIND)] == [row["name"] for row in rows]
    assert not set(rubric_of(following, KIND)) & set(rubric_of(cycle, KIND))


def test_rev_3_saving_the_same_records_nothing(staff, cycle):
    save_rubric(cycle, KIND, actor=staff, rows=rows_of(cycle))
    assert not Record.objects.filter(verb="edit_rubric").exists()
    assert Criterion.objects.filter(cycle=cycle).count() == len(programme_of(KIND).rubric)


def test_a_type_that_does_not_exist_is_not_found(client, staff, cycle):
    assert client.get(reverse("rubric_edit", args=[cycle.year, "city"])).status_code == 404


def test_rev_3_the_year_lists_its_rubrics_with_their_state(client, staff):
    application = factories.scored("leader", scores=[8])
    factories.in_review("technology")
    text = client.get(reverse("rubric_list")).content.decode()
    for kind in PilotType:
        assert reverse("rubric_edit", args=[application.cycle.year, kind]) in text
    for state in ("草稿", "使用中", "已锁定"):
        assert f"{state}</span>" in text
    assert Rubric.objects.get(locked_at__isnull=False).pilot_type == "leader"


def test_rev_3_a_reopened_sheet_does_not_unlock_the_rubric(client, staff):
    application = factories.scored("leader", scores=[8])
    reopen_sheet(application.score_sheets.get().pk, actor=staff, reason="示例原因。")
    rows = rows_of(application.cycle)
    rows[0]["name"] = "改名"
    with pytest.raises(Refused, match="不能再改"):
        save_rubric(application.cycle, KIND, actor=staff, rows=rows)
    text = client.get(page(application.cycle)).content.decode()
    assert "已锁定" in text and "保存指标" not in text


def test_rev_3_a_sheet_that_is_refused_locks_nothing(staff):
    application = factories.in_review("leader")
    sheet = application.score_sheets.first()
    declare_no_conflict(sheet.pk, actor=sheet.reviewer)
    with pytest.raises(Refused, match="请填写"):
        submit_sheet(sheet.pk, actor=sheet.reviewer, scores={}, remarks="")
    assert not Rubric.objects.filter(locked_at__isnull=False).exists()


def test_rev_3_the_starter_or_last_years_rubric_is_taken_over_and_same_names_keep_their_scores(
    client, staff, cycle
):
    rows = rows_of(cycle)
    kept = rows[1]["pk"]
    rows[0]["name"], rows[1]["guidance"] = "改名", "改过的说明。"
    save_rubric(cycle, KIND, actor=staff, rows=rows)
    copy = reverse("rubric_copy", args=[cycle.year, KIND])
    text = client.post(copy, follow=True).content.decode()
    assert "以前的年度没有这一类的评分指标" in text
    assert "已更换" in client.post(copy, {"from": "starter"}, follow=True).content.decode()
    after = rubric_of(cycle, KIND)
    assert [(each.name, each.guidance) for each in after] == [
        (s.name, s.guidance) for s in programme_of(KIND).rubric
    ]
    assert after[1].pk == kept
    following = factories.next_cycle()
    new = rows_of(following)
    new[0]["name"] = "来年改名"
    save_rubric(following, KIND, actor=staff, rows=new)
    client.post(reverse("rubric_copy", args=[following.year, KIND]))
    assert [each.name for each in rubric_of(following, KIND)] == [each.name for each in after]


@pytest.mark.parametrize("kind", PilotType)
def test_rev_3_the_starter_says_for_each_criterion_what_earns_full_middle_and_low_marks(kind):
    for each in programme_of(kind).rubric:
        assert all(marks in each.guidance for marks in ("9—10 分：", "6—8 分：", "0—5 分："))
        assert len(each.name) <= 40 and len(each.guidance) <= 800
