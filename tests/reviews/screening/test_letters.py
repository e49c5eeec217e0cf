"""The letters about a screening: what they say, to whom, and who gets them (REV-1, CUT-5, ELI-R)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications.closing.close import close_due_cycles
from applications.models import Application
from face.downloads import FORMATS
from journal import clock
from journal.clock import BEIJING
from programme.cutoff import GRACE, day_end
from programme.notice import Sheet, form_of
from reviews.models import Screening
from reviews.screening import letters as screening_letters
from reviews.screening.actions import screen
from tests import factories
from tests.sheets.pdf_text import pdf_text
from tests.sheets.word_text import word_text

Outcome = Screening.Outcome


def screened(outcome, sheet=Sheet.TECHNOLOGY, **kwargs) -> Screening:
    application = factories.received(sheet)
    return screen(
        application.pk,
        actor=factories.staff(),
        outcome=outcome,
        **({"findings": _findings(outcome, sheet), "compliance_reason": "主管部门尚未函复。"} | kwargs),
    )


def _findings(outcome, sheet) -> dict:
    return factories.met(sheet) if outcome == Outcome.ACCEPTED else {}


def said(client, screening, kind="word") -> str:
    client.force_login(screening.revision.application.created_by)
    content = client.get(reverse("screening_letter", args=[screening.pk, kind])).content
    return word_text(content) if kind == "word" else pdf_text(content)


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_rev_1_the_accepted_are_told_so(db, client, kind):
    screening = screened(Outcome.ACCEPTED)
    application, text = screening.revision.application, said(client, screening, kind)
    year = application.cycle.year
    for words in (
        "待盖章",
        f"北京市生态环境局关于{year}年度北京市低碳试点申报形式审查结果的通知",
        "北京示例新能源科技有限公司：",
        f"编号：{application.number}",
        f"通过形式审查，进入{year}年度评审。",
    ):
        assert words in text
    assert "补正" not in text


def test_rev_1_the_not_eligible_read_every_reason_and_that_they_may_come_again(db, client):
    first, second = form_of(Sheet.TECHNOLOGY).conditions[:2]
    findings = {first.key: {"met": False, "remark": "非独立法人"}, second.key: {"met": True, "remark": ""}}
    remarks = "项目不在本市。\n材料相互矛盾。"
    text = said(client, screened(Outcome.NOT_ELIGIBLE, findings=findings, remarks=remarks))
    assert "1.项目不在本市。2.材料相互矛盾。" in text
    assert f"3.不符合“{first.text.replace(' ', '')}”：非独立法人" in text
    assert second.text not in text
    assert "作为新的申报提交当年申报表和全部材料" in text
    assert "保留在我局低碳试点项目库" in text


def test_eli_r_only_technology_may_come_again_with_less(db, client):
    text = said(client, screened(Outcome.NOT_ELIGIBLE, Sheet.LEADER, remarks="不符合。"))
    assert "可再次申报" not in text


def test_cut_5_a_correction_says_what_and_until_which_instant(db, client):
    due = day_end((clock.now() + timedelta(days=10)).date())
    screening = screened(Outcome.CORRECTION, remarks="请补充核算说明。", due=due)
    text = said(client, screening)
    day = (due - timedelta(hours=1)).astimezone(BEIJING).date()
    assert f"请于{day.year}年{day.month}月{day.day}日24:00（北京时间）之前" in text
    assert "请补充核算说明。" in text
    assert "关于补正" in text
    assert "一式5份送至北京市应对气候变化管理事务中心（海淀区苏州街67号）" in text


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.", "2."),
        ("1、", "2、"),
        ("1）", "2）"),
        ("（1）", "（2）"),
        ("(一)", "(二)"),
        ("① ", "②"),
        ("一、", "二、"),
    ],
)
def test_cut_5_what_staff_numbered_is_not_numbered_twice(db, client, first, second):
    remarks = f"{first}请补充核算说明；\n{second}请更正面积"
    screening = screened(Outcome.CORRECTION, remarks=remarks, due=clock.now() + timedelta(days=9))
    assert "内容1.请补充核算说明；2.请更正面积。二、补正期限" in said(client, screening)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1.5兆瓦与附件不一致", "1.5兆瓦与附件不一致"),
        ("1、2号机组请分列", "1、2号机组请分列"),
        ("三、四期请分列", "三、四期请分列"),
        ("2026年数据缺失", "2026年数据缺失"),
        ("1.2026年数据缺失", "2026年数据缺失"),
        ("十二、请补充", "请补充"),
    ],
)
def test_a_figure_is_no_number_of_a_line(db, client, typed, printed):
    screening = screened(Outcome.CORRECTION, remarks=typed, due=clock.now() + timedelta(days=9))
    assert f"补正的内容{printed}。二、" in said(client, screening)


def test_cut_5_a_condition_that_was_only_ticked_asks_for_what_is_to_be_done(db, client):
    first, second = form_of(Sheet.TECHNOLOGY).conditions[:2]
    findings = {first.key: {"met": False, "remark": ""}, second.key: {"met": False, "remark": "缺信用记录"}}
    due = clock.now() + timedelta(days=9)
    text = said(client, screened(Outcome.CORRECTION, findings=findings, remarks="请补充。", due=due))
    assert (
        f"2.请补充或更正有关内容和证明材料，说明符合以下申报条件：“{first.text.replace(' ', '')}”。" in text
    )
    assert "：缺信用记录。" in text


def test_cut_5_the_letter_keeps_its_year_after_the_application_moved_on(db, client):
    screening = screened(Outcome.CORRECTION, remarks="请补充。", due=clock.now() + timedelta(days=1))
    before = said(client, screening)
    application = screening.revision.application
    year = application.cycle.year
    close_due_cycles(application.cycle.cutoff + GRACE)
    assert Application.objects.get(pk=application.pk).cycle.year == year + 1
    assert said(client, Screening.objects.get(pk=screening.pk)) == before


@pytest.mark.parametrize("kind", ["word", "pdf"])
def test_equal_screenings_give_equal_bytes(db, kind):
    screening = screened(Outcome.ACCEPTED)
    render = FORMATS[kind][1]
    assert render(screening_letters.letter(screening)) == render(
        screening_letters.letter(Screening.objects.get(pk=screening.pk))
    )


def test_a_long_name_stays_whole(db):
    screening = screened(Outcome.ACCEPTED)
    name = "北京市示例经济技术开发区绿色低碳循环发展产业园区综合能源管理服务有限责任公司" * 3
    screening.revision.answers["applicant_name"] = name
    text = squeezed_pdf(screening_letters.letter(screening))
    assert f"{name}：" in text


def squeezed_pdf(letter) -> str:
    return pdf_text(FORMATS["pdf"][1](letter))


def test_the_page_of_an_application_leads_to_its_letters(client, db):
    application = factories.received()
    client.force_login(application.created_by)
    link = reverse("screening_letters", args=[application.pk])
    assert link not in client.get(application.get_absolute_url()).content.decode()
    assert "还没有通知文书" in client.get(link).content.decode()
    screening = screen(
        application.pk,
        actor=factories.staff(),
        outcome=Outcome.ACCEPTED,
        findings=factories.met(application.sheet),
        compliance_reason="主管部门尚未函复。",
    )
    assert link in client.get(application.get_absolute_url()).content.decode()
    text = client.get(link).content.decode()
    assert reverse("screening_letter", args=[screening.pk, "pdf"]) in text
    assert reverse("screening_letter", args=[screening.pk, "word"]) in text


def test_the_recommender_gets_the_letter_and_others_do_not(client, db):
    clerk = factories.recommender()
    application = factories.accepted(to=clerk.organisations.get())
    screening = Screening.objects.get(revision__application=application)
    for person, status in ((clerk, 200), (factories.applicant(), 404), (factories.reviewer(), 404)):
        client.force_login(person)
        assert client.get(reverse("screening_letter", args=[screening.pk, "word"])).status_code == status
    client.force_login(clerk)
    assert client.get(reverse("screening_letter", args=[screening.pk, "excel"])).status_code == 404


def test_who_seals_a_letter_is_told_to_take_its_mark_off(client, db):
    application = factories.accepted()
    page = reverse("screening_letters", args=[application.pk])
    said = "盖章印发前，请在 Word 版中删去"
    for person, told in ((factories.staff(), True), (application.created_by, False)):
        client.force_login(person)
        assert (said in client.get(page).text) == told
    client.force_login(factories.staff())
    assert said in client.get(reverse("screening", args=[application.pk])).text
