"""What becomes of remarks: on the pages of their applicant, and against the version that comes back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.dossier.changes import changes
from applications.dossier.revision import draft_revision
from applications.filling import saving
from applications.models import Remark
from applications.recommending import actions as recommending
from applications.remarks.follow_up import answered_remarks, open_remarks
from applications.remarks.places import GENERAL, Noted
from applications.submitting import actions
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import again, at, correction, read

pytestmark = pytest.mark.django_db


def save(application, **answers):
    saving.save_draft(
        application.pk, actor=application.created_by, answers=again(application).answers | answers
    )
    return again(application)


def states(application):
    return {
        open_remark.remark.place: (open_remark.place, open_remark.changed, open_remark.gone)
        for open_remark in open_remarks(application)
    }


def test_a_place_counts_as_changed_when_its_text_differs(applicant):
    own = correction(
        applicant,
        placed=[Noted("project_name", "甲"), Noted("address", "乙"), Noted("material:licence", "丙")],
    )
    assert states(own) == {
        "address": ("address", False, False),
        "project_name": ("project_name", False, False),
        "material:licence": ("material:licence", False, False),
    }
    own = save(own, project_name="另一个名称")
    own.attachments.get(material="licence").delete()
    assert states(again(own)) == {
        "address": ("address", False, False),
        "project_name": ("project_name", True, False),
        "material:licence": ("material:licence", True, False),
    }
    followed = {open_remark.remark.place: open_remark for open_remark in open_remarks(again(own))}[
        "project_name"
    ]
    assert (followed.before, followed.after) == ("示例园区光储直柔示范项目", "另一个名称")


def test_a_remark_follows_its_block_when_another_is_removed(client, applicant):
    own = correction(
        applicant, placed=[Noted("technologies/0/name", "甲"), Noted("technologies/1/scope", "乙")]
    )
    own = save(own, technologies=own.answers["technologies"][1:])
    assert states(own) == {
        "technologies/0/name": ("", True, True),
        "technologies/1/scope": ("technologies/0/scope", False, False),
    }
    found = changes(own.current_revision, draft_revision(own))
    assert {each.place for each in found} == {f"technologies/1/{key}" for key in ("name", "scope", "content")}
    assert (found[0].before, found[0].after) == ("光储直柔", "")
    page = read(client, at("form", own, "technologies"))
    assert 'id="box-id_technologies-0-scope"' in page and "box-id_technologies-0-name" not in page


def test_conditions_and_the_whole_application_are_not_compared(applicant):
    own = correction(applicant, placed=[Noted(GENERAL, "甲"), Noted("condition:mature", "乙")])
    assert states(save(own, project_name="另一个名称")) == {
        GENERAL: (GENERAL, None, False),
        "condition:mature": ("condition:mature", None, False),
    }


def test_the_applicant_sees_each_remark_at_its_field_told_with_it(client, applicant):
    own = correction(
        applicant,
        placed=[
            Noted("project_name", "请与批复一致。"),
            Noted("construction_period", "请核对周期。"),
            Noted("material:licence", "扫描件不清晰。"),
            Noted("condition:mature", "请补充检测报告。"),
            Noted("carbon", "请注明来源。"),
        ],
    )
    page = read(client, at("form", own, "project"))
    assert page.index("请与批复一致。", page.index('id="part"')) < page.index('id="div_id_project_name"')
    assert 'aria-describedby="box-id_project_name' in page
    assert 'aria-describedby="box-id_construction_period' in page
    assert "市级的意见：您尚未修改" in page
    assert "意见 2 处" in page
    save(own, project_name="批复的名称")
    page = read(client, at("form", own, "project"))
    assert "市级的意见：您已修改" in page and "意见 2 处，已修改 1 处" in page
    beside = read(client, f"{at('beside', own, 'project')}")
    assert 'id="box-id_project_name"' in beside and "您已修改" in beside
    boxes = Remark.objects.in_bulk(field_name="pk")
    ids = {each.place: f"remark-{each.pk}" for each in boxes.values()}
    page = read(client, at("materials", own))
    assert f'aria-describedby="{ids["material:licence"]}"' in page and "扫描件不清晰。" in page
    page = read(client, at("conditions", own))
    assert f'aria-describedby="{ids["condition:mature"]}' in page and "请补充检测报告。" in page
    assert f'id="{ids["carbon"]}"' in read(client, at("carbon", own))


def test_the_check_page_lists_all_remarks_with_links(client, applicant):
    own = correction(applicant, placed=[Noted("address", "请写全。"), Noted(GENERAL, "请检查错别字。")])
    for name in ("check", "detail"):
        page = read(client, at(name, own))
        assert f'<a href="{at("form", own, "applicant")}#id_address">单位地址</a>' in page
        assert "请检查错别字。" in page and "尚未修改" in page


def test_after_the_resubmission_nothing_is_open_and_the_next_version_is_held_against_the_remarks(applicant):
    own = correction(applicant, placed=[Noted("project_name", "甲"), Noted("address", "乙")])
    save(own, project_name="另一个名称")
    own = actions.resubmit(own.pk, actor=applicant)
    assert open_remarks(own) == []
    before, found = answered_remarks(own.current_revision, factories.staff())
    assert before.number == 1
    assert [(each.label, each.changed) for each in found] == [("单位地址", False), ("项目名称", True)]
    assert answered_remarks(own.current_revision, factories.reviewer()) == (None, [])


def test_others_read_the_remarks_but_not_what_the_draft_holds_meanwhile(client, applicant):
    own = correction(applicant, placed=[Noted("address", "请写全地址。")])
    save(own, address="还没有提交的地址")
    client.force_login(factories.staff())
    page = read(client, at("detail", own))
    assert "请写全地址。" in page
    assert "已修改" not in page and "尚未修改" not in page and "还没有提交的地址" not in page


def test_a_recommender_does_not_read_the_remarks_of_the_city(client):
    person = factories.applicant()
    own = correction(person, Sheet.PARK, placed=[Noted("area_km2", "请核对面积。")])
    client.force_login(factories.recommender(own.recommender))
    assert "请核对面积。" not in read(client, at("detail", own))


@pytest.mark.parametrize("name", ["form", "materials", "check", "detail"])
def test_more_remarks_take_no_more_queries(client, name):
    counts = []
    for places in (["project_name"], ["project_name", "address", "technologies/0/name", "material:licence"]):
        person = factories.applicant()
        own = correction(person, placed=[Noted(place, "请修改。") for place in places])
        client.force_login(person)
        url = at(name, own, *(["project"] if name == "form" else []))
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_rec_2_a_resubmitted_application_shows_its_bureau_what_became_of_its_own_remarks(client):
    person = factories.applicant()
    own = factories.submitted(Sheet.LEADER, by=person, to=factories.bureau())
    clerk = factories.recommender(own.recommender)
    recommending.return_to_applicant(
        own.pk,
        actor=clerk,
        reasons="请修改。",
        remarks=[Noted("profile", "请补充经营范围。"), Noted("address", "请写全。")],
    )
    save(again(own), profile="补充后的简介。")
    actions.submit(own.pk, actor=person)
    client.force_login(clerk)
    page = read(client, reverse("recommender_form", args=[own.pk]))
    part = page[page.index('id="answered"') : page.index('id="changes"')]
    assert part.index("未修改") < part.index("单位简介") < part.index("已修改", part.index("单位简介"))
    assert 'class="paper-place paper-changed" id="at-profile"' in page
