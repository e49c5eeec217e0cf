"""A bureau returns an application with remarks at its places (REC-2)."""

import pytest
from django.urls import reverse

from applications.models import Opinion, Remark
from applications.states import State
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import again

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(client):
    """An application at its bureau, whose clerk is signed in."""
    application = factories.submitted(Sheet.LEADER, to=factories.bureau())
    client.force_login(factories.recommender(application.recommender))
    return application


def send(client, application, reasons, *remarks, **more):
    data = {"reasons": reasons, "remark-TOTAL_FORMS": str(len(remarks))} | more
    for number, (place, text) in enumerate(remarks):
        data |= {f"remark-{number}-place": place, f"remark-{number}-text": text}
    return client.post(reverse("recommender_return", args=[application.pk]), data, follow=True).text


def test_rec_2_remarks_at_places_are_reason_enough(client, waiting):
    send(client, waiting, "", ("profile", "请补充经营范围。"), ("material:licence", "请重新扫描。"))
    assert again(waiting).state == State.RETURNED
    assert Opinion.objects.get().reasons == "请按逐处意见修改。"
    assert [remark.place for remark in Remark.objects.all()] == ["profile", "material:licence"]


def test_neither_reasons_nor_remarks_are_refused(client, waiting):
    assert "请写明理由" in send(client, waiting, "", ("", ""))
    assert again(waiting).state == State.AT_RECOMMENDER


def test_half_a_row_is_said_and_nothing_is_lost(client, waiting):
    text = send(client, waiting, "总的理由。", ("", "没有位置的意见。"), ("address", "请写全。"))
    assert "第 1 条逐处意见：请选择意见对应的位置。" in text
    assert "总的理由。" in text and "没有位置的意见。" in text and "请写全。" in text
    assert again(waiting).state == State.AT_RECOMMENDER


def test_one_more_row_keeps_all_that_was_typed(client, waiting):
    text = send(client, waiting, "总的理由。", ("address", "请写全。"), more_remarks="1")
    assert "总的理由。" in text and "请写全。" in text and 'name="remark-1-text"' in text
    assert "data-error-summary" not in text and not Remark.objects.exists()


def test_the_answers_of_the_form_beside_can_be_picked(client, waiting):
    text = client.get(reverse("recommender_return", args=[waiting.pk])).text
    assert 'data-place="profile"' in text and 'value="profile"' in text
    assert "data-place" not in client.get(reverse("recommender_decline", args=[waiting.pk])).text


def test_rec_2_what_the_pre_check_offers_as_remarks_is_said_to_reach_the_applicant(client, waiting):
    said = "逐处意见已按初审表预先填写"
    url = reverse("recommender_return", args=[waiting.pk])
    assert said not in client.get(url).text
    kept = factories.checked(waiting, by=factories.recommender(waiting.recommender))
    key = next(iter(kept.findings))
    kept.findings[key] = {"met": False, "remark": "内部意见。"}
    kept.save()
    text = client.get(url).text
    assert "内部意见。" in text
    assert text.index(said) < text.index("内部意见。</textarea>")
