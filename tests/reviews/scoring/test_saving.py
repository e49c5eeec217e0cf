"""A score sheet saves itself; two windows overwrite nothing unseen (REV-3)."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from journal.workflow import Refused
from reviews.rubrics.rubric import rubric_of
from reviews.scoring.actions import declare_no_conflict, submit_sheet
from reviews.scoring.saving import marks_of, name_of, texts_of
from reviews.states import ScoreSheetState as S
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    score_sheet = factories.in_review().score_sheets.first()
    declare_no_conflict(score_sheet.pk, actor=score_sheet.reviewer)
    score_sheet.refresh_from_db()
    return score_sheet


@pytest.fixture
def browser(sheet):
    client = Client()
    client.force_login(sheet.reviewer)
    return client


def criteria(sheet):
    return rubric_of(sheet.panel.cycle, sheet.panel.pilot_type)


def page(sheet, **typed) -> dict:
    """What a window that was opened now sends."""
    sheet.refresh_from_db()
    texts = texts_of(sheet, criteria(sheet))
    return texts | {"copy": json.dumps(marks_of(texts))} | typed


def save(browser, sheet, data):
    return browser.post(reverse("reviewer_save", args=[sheet.pk]), data)


def first(sheet) -> str:
    return f"score_{criteria(sheet)[0].pk}"


def test_what_is_typed_is_kept_also_while_it_is_no_score_yet(browser, sheet):
    answer = save(browser, sheet, page(sheet, **{first(sheet): "7.", "remarks": "写到一半"}))
    assert answer.status_code == 200 and answer.json()["clashes"] == []
    sheet.refresh_from_db()
    assert (list(sheet.scores.values()), sheet.remarks, sheet.state) == (["7."], "写到一半", S.SCORING)
    assert sheet.saved_at is not None
    assert browser.get(reverse("reviewer_sheet", args=[sheet.pk])).status_code == 200


def test_two_windows_at_different_places_are_put_together(browser, sheet):
    one, two = page(sheet, **{first(sheet): "8"}), page(sheet, remarks="第二个窗口")
    save(browser, sheet, one)
    answer = save(browser, sheet, two).json()
    assert answer["newer"] == [criteria(sheet)[0].name]
    sheet.refresh_from_db()
    assert (list(sheet.scores.values()), sheet.remarks) == (["8"], "第二个窗口")


def test_a_stale_window_is_refused_with_both_versions_and_decides(browser, sheet):
    one, two = page(sheet, remarks="第一个窗口的意见"), page(sheet, remarks="第二个窗口的意见")
    save(browser, sheet, one)
    answer = save(browser, sheet, two)
    assert answer.status_code == 409
    assert "第一个窗口的意见" in answer.json()["clashes"][0]["html"]
    sheet.refresh_from_db()
    assert sheet.remarks == "第一个窗口的意见"
    url = reverse("reviewer_sheet", args=[sheet.pk])
    text = browser.post(url, two | {"do": "save"}).content.decode()
    assert "第一个窗口的意见" in text and "第二个窗口的意见" in text
    seen = marks_of(texts_of(sheet, criteria(sheet)))["remarks"]
    browser.post(url, two | {"pick-remarks": "mine", "seen-remarks": seen, "decide": "1"})
    sheet.refresh_from_db()
    assert sheet.remarks == "第二个窗口的意见"


def test_a_stale_window_does_not_submit_what_it_has_not_shown(browser, sheet):
    full = {f"score_{criterion.pk}": "6" for criterion in criteria(sheet)}
    save(browser, sheet, page(sheet, **full))
    stale = page(sheet)
    save(browser, sheet, page(sheet, **{first(sheet): "9"}))
    url = reverse("reviewer_sheet", args=[sheet.pk])
    text = browser.post(url, stale | {"do": "submit"}).content.decode()
    assert "请核对后再提交" in text and 'value="9"' in text
    sheet.refresh_from_db()
    assert sheet.state == S.SCORING
    browser.post(url, page(sheet) | {"do": "submit"})
    sheet.refresh_from_db()
    assert sheet.state == S.SUBMITTED


@pytest.mark.parametrize("score", [None, "", "八", "10.5", "-0.5"])
def test_rev_3_the_act_itself_takes_only_a_score_within_the_scale_for_every_criterion(sheet, score):
    first, *others = criteria(sheet)
    scores = {str(criterion.pk): "6" for criterion in others} | (
        {} if score is None else {str(first.pk): score}
    )
    with pytest.raises(Refused, match=f"「{first.name}」请填写 0 至 {first.scale} 之间的分数"):
        submit_sheet(sheet.pk, actor=sheet.reviewer, scores=scores, remarks="")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total) == (S.SCORING, None)


def test_a_save_tells_who_is_signed_out_not_the_reviewer_or_too_late(browser, sheet):
    data = page(sheet, remarks="示例")
    assert save(Client(), sheet, data).status_code == 401
    assert save(browser, sheet, data | {"who": "0"}).status_code == 401
    staff = Client()
    staff.force_login(factories.staff())
    assert save(staff, sheet, data).status_code == 404
    stranger = Client()
    stranger.force_login(sheet.application.score_sheets.exclude(pk=sheet.pk).first().reviewer)
    assert save(stranger, sheet, data).status_code == 404
    scores = {str(criterion.pk): "6" for criterion in criteria(sheet)}
    submit_sheet(sheet.pk, actor=sheet.reviewer, scores=scores, remarks="")
    answer = save(browser, sheet, data)
    assert answer.status_code == 423 and "已提交" in answer.json()["message"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15", "请填写 0 至 10 之间的分数。"),
        ("8.55", "最多保留一位小数。"),
        ("-1", "请填写 0 至 10 之间的分数。"),
    ],
)
def test_rev_3_an_impossible_score_is_kept_as_typed_but_said_with_the_save(browser, sheet, typed, said):
    name = first(sheet)
    answer = save(browser, sheet, page(sheet, **{name: typed})).json()
    (fault,) = [each for each in answer["faults"] if not each["missing"]]
    assert (fault["anchor"], fault["message"], answer["unfit"]) == (f"id_{name}", said, 1)
    sheet.refresh_from_db()
    assert list(sheet.scores.values()) == [typed]
    url = reverse("reviewer_sheet", args=[sheet.pk])
    assert said in browser.get(url).content.decode()
    whole = {name_of(criterion): "8" for criterion in criteria(sheet)} | {name: typed, "do": "submit"}
    refused = browser.post(url, page(sheet, **whole)).content.decode()
    assert f'href="#id_{name}"' in refused
    sheet.refresh_from_db()
    assert sheet.state == S.SCORING


def test_what_is_missing_is_told_as_such_and_spoils_no_save(browser, sheet):
    answer = save(browser, sheet, page(sheet, remarks="写到一半")).json()
    assert answer["unfit"] == 0
    assert len(answer["faults"]) == len(criteria(sheet)) and all(each["missing"] for each in answer["faults"])
