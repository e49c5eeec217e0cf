"""The steps of a draft say in words what each still lacks, and every page how long there is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from applications.filling import saving
from applications.filling.lacks import lacks
from applications.filling.pages import navigation, pages
from applications.requirements import PROOFS
from applications.year.progress import closes_soon, counting
from face.wording import cutoff_text
from journal import clock
from programme.models import Cycle
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import again, at, begin, correction, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def steps_of(draft, current: str = "basics") -> dict[str, tuple[str, str]]:
    """Key of each page → its state and its words."""
    listed = pages(draft)
    shown = navigation(listed, current, lacks(draft))
    return {page.key: (step["state"], step["note"]) for page, step in zip(listed, shown, strict=True)}


def test_each_step_says_what_it_is(applicant):
    draft = factories.draft(Sheet.LEADER, by=applicant)
    long = draft.answers | {"profile": "碳" * 501, "contact_phone": {"raw": "记不清"}}
    del long["address"]
    saving.save_draft(draft.pk, actor=applicant, answers=long)
    found = steps_of(again(draft))
    assert found["basics"] == ("done", "已填写完整")
    assert found["applicant"] == ("error", "还缺 1 处，填写有误 1 处")
    assert found["pilot"] == ("error", "超出字数 1 处")
    assert found["check"] == ("todo", "还有 3 处待完善")


def test_what_was_not_begun_is_counted_without_reproach(applicant):
    assert steps_of(begin(applicant))["project"] == ("todo", "还缺 11 处")


def test_when_nothing_is_lacking_it_says_complete_and_not_submitted(client, applicant):
    draft = factories.draft(by=applicant)
    assert steps_of(draft)["check"] == ("ready", "可以提交，尚未提交")
    page = read(client, at("form", draft, "project"))
    assert "已填写完整，尚未提交" in page and "草稿已保存，尚未提交" not in page
    assert f'href="{at("check", draft)}">去核对提交' in page


def every_page(draft) -> list[str]:
    return [page.url for page in pages(draft)]


def test_less_than_fourteen_days_to_the_cutoff_is_said_on_every_page_and_in_the_list(client, applicant):
    draft = begin(applicant)
    cutoff = Cycle.objects.get(year=2026).cutoff
    listed = reverse("application_list")
    with clock.set_to(cutoff - timedelta(days=14)):
        assert not any(
            words in read(client, url) for url in every_page(draft) for words in ("即将截止", "不到")
        )
        assert "，尚未提交</span>" not in read(client, listed)
    with clock.set_to(cutoff - timedelta(days=13, hours=23)):
        for url in [*every_page(draft), at("beside", draft, "project")]:
            page = read(client, url)
            assert "即将截止。" in page and "还有 13 天 23 小时" in page, url
        assert "还有 13 天 23 小时，尚未提交" in read(client, listed)
    with clock.set_to(cutoff - timedelta(minutes=1)):
        page = read(client, every_page(draft)[0])
        assert "还有 1 分钟" in page and "14 天" not in page
        assert "还有 1 分钟，尚未提交" in read(client, listed)


def test_what_was_submitted_is_not_pressed(client, applicant):
    factories.received(by=applicant)
    with clock.set_to(Cycle.objects.get(year=2026).cutoff - timedelta(days=3)):
        assert "尚未提交" not in read(client, reverse("application_list"))


def test_cut_5_a_correction_names_its_own_deadline(client, applicant):
    corrected = correction(applicant)
    page = read(client, at("form", corrected, "project"))
    assert "补正即将截止。" in page and cutoff_text(corrected.correction_due) in page
    assert closes_soon(counting(corrected, clock.now(), {}), clock.now())


def test_cut_3_the_year_follows_the_cutoff_while_one_types(client, applicant):
    draft = begin(applicant)
    cutoff = Cycle.objects.get(year=2026).cutoff
    with clock.set_to(cutoff + timedelta(seconds=1)):
        client.post(at("autosave", draft, "project"), {"project_name": "跨过截止"})
        page = read(client, at("beside", draft, "project"))
    assert again(draft).answers["project_name"] == "跨过截止"
    assert "2027 年度" in page and re.search("这份申报是为 2026 年度开始填写的", page)


def test_who_saved_last_and_when_is_on_the_draft_pages(client, applicant):
    draft = begin(applicant)
    assert f"最近由{applicant}于 2026年5月1日 10:00 保存" in read(client, at("form", draft, "project"))


def test_mat_p_the_step_of_the_materials_lacks_proofs_or_a_reason_until_one_is_there(applicant):
    draft = begin(applicant, Sheet.PARK)
    assert steps_of(draft)["materials"] == ("todo", "还缺 1 处")
    saving.save_draft(draft.pk, actor=applicant, norm_reasons={PROOFS: "示例理由。"})
    assert steps_of(again(draft))["materials"] == ("done", "已填写完整")


def test_a_draft_without_a_project_name_is_told_apart_by_its_reference(applicant):
    draft = begin(applicant)
    assert draft.title == f"未命名的{draft.get_sheet_display()}（{draft.reference}）"
    assert begin(applicant, Sheet.PARK).title == applicant.organisations.get().name


@pytest.mark.parametrize(
    ("sheet", "carbon", "place", "said"),
    [
        (
            Sheet.TECHNOLOGY,
            {"lines": [{"measure": "光伏"}, {"factor": "1e400"}]},
            "lines-1-factor",
            "核算表第 2 行排放因子",
        ),
        (Sheet.TECHNOLOGY, {"energy_saved": "很多"}, "head-energy_saved", "年节能量"),
        (Sheet.LEADER, {"years": [{"year": "20222", "emissions": "5"}]}, "years-0-year", "历年碳排放第 1 行"),
        (
            Sheet.LEADER,
            {"allowances": [{"year": "2022", "verified": "x"}]},
            "allowances-0-verified",
            "历年配额清缴第 1 行",
        ),
    ],
)
def test_carbon_figures_that_cannot_be_read_are_an_error_and_keep_from_submitting(
    client, applicant, sheet, carbon, place, said
):
    draft = factories.draft(sheet, by=applicant)
    draft = saving.save_draft(draft.pk, actor=applicant, carbon=carbon)
    assert steps_of(again(draft))["carbon"] == ("error", "填写有误 1 处")
    (lack,) = lacks(again(draft))
    assert lack.url == f"{at('carbon', draft)}#id_{place}" and lack.message.startswith(said)
    page = read(client, at("carbon", draft))
    assert f'id="id_{place}"' in page and f'<a href="#id_{place}">{said}' in page
    assert f'<a href="#id_{place}">{said}' in read(client, at("beside", draft, "carbon"))
    assert "尚不能提交" in read(client, at("check", draft))


def test_carbon_figures_that_are_only_incomplete_stay_optional(applicant):
    draft = factories.draft(by=applicant)
    saving.save_draft(draft.pk, actor=applicant, carbon={"lines": [{"measure": "光伏"}]})
    assert steps_of(again(draft))["carbon"] == ("done", "已填写完整") and lacks(again(draft)) == []


def test_the_bar_of_actions_stands_after_the_form_that_it_sends(client, applicant):
    draft = factories.draft(by=applicant)
    for page in (
        at("basics", draft),
        at("form", draft, "project"),
        at("carbon", draft),
        at("conditions", draft),
    ):
        text = read(client, page)
        bar = text.index('name="continue"')
        form_id = re.search(r'<button[^>]*form="(\w+)" name="continue"', text)[1]
        assert text.index(f'<form id="{form_id}"') < text.rindex("</form>", 0, bar) < bar


def test_no_browser_keeps_a_page_of_a_draft(client, applicant):
    draft = factories.draft(by=applicant)
    for url in every_page(draft):
        assert "no-store" in client.get(url)["Cache-Control"], url


def test_cut_5_the_last_step_of_a_correction_waits_for_a_change(client, applicant):
    back = correction(applicant)
    client.force_login(applicant)
    assert "尚未修改，不能提交" in client.get(at("basics", back)).text
    saving.save_draft(back.pk, actor=applicant, answers=back.answers | {"project_goal": "改过的目标。"})
    assert "可以提交，尚未提交" in client.get(at("basics", back)).text
