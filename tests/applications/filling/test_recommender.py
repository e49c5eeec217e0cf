"""Who recommends: the own district first, another one with a reason, asked for at once (REC-1)."""

import pytest
from django.urls import reverse

from accounts.districts import District
from accounts.models import Organisation
from applications.filling import saving
from applications.filling.basics_form import BasicsForm
from applications.filling.lacks import lacks
from applications.models import Application
from applications.requirements import REMIT, recommender_groups
from applications.states import Route, State
from applications.submitting import actions
from programme.authorities.actions import set_fields
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import at

pytestmark = pytest.mark.django_db
REASON = "reason_recommender"


@pytest.fixture
def offices():
    """The bureaus of two districts, and two authorities of which one is in charge of building."""
    made = {name: factories.bureau(name) for name in (District.YANQING, District.HAIDIAN)}
    for name in ("other", "building"):
        made[name] = factories.organisation(Organisation.Kind.AUTHORITY, district="")
    set_fields(made["building"].pk, actor=factories.staff(), fields=["building"])
    return made


@pytest.fixture
def draft(applicant, offices):
    """A technology draft in 海淀区 about building, not sent anywhere yet."""
    made = factories.draft(by=applicant)
    return saving.save_draft(made.pk, actor=applicant, field="building")


def basics(recommender, **changes):
    return {
        "field": "building",
        "district": "haidian",
        "route": "recommended",
        "recommender": str(recommender.pk),
        "continue": "1",
    } | changes


def again(draft):
    return Application.objects.get(pk=draft.pk)


def test_rec_1_the_choice_lists_the_own_district_first_then_the_own_field(draft, offices):
    groups = recommender_groups(draft)
    assert [members for _, members in groups[:2]] == [[offices["haidian"]], [offices["building"]]]
    assert set(groups[2][1]) == {offices["yanqing"], offices["other"]}
    assert "须说明理由" in groups[2][0]


@pytest.mark.parametrize("name", ["haidian", "building"])
def test_rec_1_own_district_and_own_field_need_no_reason(client, applicant, draft, offices, name):
    client.post(at("basics", draft), basics(offices[name]))
    assert again(draft).recommender == offices[name] and lacks(again(draft)) == []


@pytest.mark.parametrize("name", ["yanqing", "other"])
def test_rec_1_another_one_is_asked_about_at_once_without_script_too(client, applicant, draft, offices, name):
    answer = client.post(at("basics", draft), basics(offices[name]))
    assert answer.url == at("basics", draft)  # stays on the page where it was chosen
    text = client.get(answer.url).content.decode()
    assert f'name="{REASON}"' in text and f"由{offices[name].name}推荐" in text
    assert [lack.url.partition("#")[2] for lack in lacks(again(draft))] == [f"id_{REASON}"]
    answer = client.post(at("basics", draft), basics(offices[name], **{REASON: "该单位全程指导本项目。"}))
    assert answer.url != at("basics", draft)
    assert again(draft).norm_reasons[REMIT] == "该单位全程指导本项目。" and lacks(again(draft)) == []


def test_rec_1_the_reason_goes_when_the_own_district_is_chosen_after_all(client, applicant, draft, offices):
    client.post(at("basics", draft), basics(offices["yanqing"], **{REASON: "示例理由。"}))
    client.post(at("basics", draft), basics(offices["haidian"], **{REASON: "示例理由。"}))
    assert REMIT not in again(draft).norm_reasons


def test_rec_1_a_page_that_saves_itself_gets_the_question_beside_the_choice(
    client, applicant, draft, offices
):
    client.post(reverse("application_autosave", args=[draft.pk, "basics"]), basics(offices["other"]))
    text = client.get(reverse("application_beside", args=[draft.pk, "basics"])).content.decode()
    assert f'name="{REASON}"' in text


def test_rec_1_applicant_recommender_and_screener_see_the_reason(client, applicant, draft, offices):
    said = "该单位全程指导本项目。"
    client.post(at("basics", draft), basics(offices["yanqing"], **{REASON: said}))
    assert said in client.get(at("check", draft)).content.decode()
    actions.submit(draft.pk, actor=applicant)
    assert again(draft).current_revision.norm_reasons[REMIT] == said
    assert said in client.get(again(draft).get_absolute_url()).content.decode()
    clerk = factories.recommender(offices["yanqing"])
    client.force_login(clerk)
    assert said in client.get(reverse("recommender_form", args=[draft.pk])).content.decode()
    factories.forward(draft, by=clerk)
    client.force_login(factories.staff())
    assert said in client.get(reverse("screening", args=[draft.pk])).content.decode()


def test_rec_1_a_submission_without_the_reason_is_refused(applicant, draft, offices):
    saving.save_draft(
        draft.pk, actor=applicant, route=Route.RECOMMENDED, recommender=offices["other"], norm_reasons={}
    )
    with pytest.raises(actions.Incomplete):
        actions.submit(draft.pk, actor=applicant)
    assert again(draft).state == State.DRAFT


def test_rec_1_a_correction_that_moves_to_another_district_is_asked_too(applicant, draft, offices):
    saving.save_draft(draft.pk, actor=applicant, route=Route.RECOMMENDED, recommender=offices["haidian"])
    received = factories.forward(
        actions.submit(draft.pk, actor=applicant), by=factories.recommender(offices["haidian"])
    )
    form = BasicsForm({"field": "building", "district": "yanqing"}, application=received)
    assert REASON in form.fields and form.is_valid() and form.lacks_reason


def test_rec_1_a_zone_is_asked_nothing_its_place_decides(offices):
    park = factories.draft(Sheet.PARK, to=offices["other"])
    assert REMIT not in park.norm_reasons and lacks(park) == []
