"""The recommender's desk in the browser's eyes (REC-2, REC-3)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.districts import District
from accounts.models import Organisation
from applications.models import OpinionText
from journal import clock
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


def page(application):
    return reverse("recommender_form", args=[application.pk])


def test_rec_2_pending_list_shows_waiting_days_and_cutoff(client, clerk):
    application = factories.submitted(to=factories.bureau())
    application.state_since = clock.now() - timedelta(days=3, hours=1)
    application.save()
    text = client.get(reverse("recommender_list")).content.decode()
    assert application.title in text
    assert "3 天" in text
    assert "data-countdown" in text
    assert "共 3 个，已用 0 个" in text


def test_rec_2_a_recommender_sees_only_what_was_sent_to_it(client, clerk):
    other = factories.submitted(to=factories.organisation(Organisation.Kind.AUTHORITY))
    assert client.get(page(other)).status_code == 404
    assert other.organisation.name not in client.get(reverse("recommender_list")).content.decode()


def test_in_district_elsewhere_shows_titles_and_types_only(client, clerk):
    elsewhere = factories.received()
    text = client.get(reverse("recommender_list"), {"tab": "district"}).content.decode()
    assert elsewhere.title in text
    assert elsewhere.organisation.name not in text
    assert elsewhere.number not in text
    assert f"/{elsewhere.pk}/" not in text


def test_an_authority_has_no_district_list(client):
    client.force_login(
        factories.recommender(factories.organisation(Organisation.Kind.AUTHORITY, district=""))
    )
    text = client.get(reverse("recommender_list"), {"tab": "district"}).content.decode()
    assert "本区其他申报" not in text


def test_summary_lists_what_is_recommended_this_year(client, clerk):
    mine = factories.received(to=factories.bureau())
    waiting = factories.submitted(Sheet.LEADER, to=factories.bureau())
    text = client.get(reverse("recommender_summary")).content.decode()
    assert mine.number in text
    assert waiting.organisation.name not in text
    assert "data-print" in text
    assert "推荐单位（盖章）" in text


def test_an_empty_summary_is_not_offered_and_says_why(client, clerk):
    year = factories.draft().cycle.year
    text = client.get(reverse("recommender_summary")).text
    assert reverse("recommender_summary_file", args=[year, "word"]) not in text
    assert "data-print" not in text
    assert "签字盖章后报送" not in text
    assert "没有可以报送的内容" in text


def test_the_tabs_say_that_they_count_all_years(client, clerk):
    text = client.get(reverse("recommender_list")).text
    assert "已推荐（全部年度）" in text


@pytest.mark.parametrize("name", ["recommender_list", "recommender_summary"])
@pytest.mark.parametrize("who", [factories.applicant, factories.staff, factories.reviewer])
def test_only_recommenders_have_the_desk(client, name, who):
    client.force_login(who())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["recommender_list", "recommender_summary"])
def test_lists_take_as_many_queries_for_three_as_for_one(client, clerk, name):
    counts = []
    for extra in (1, 2):
        for _ in range(extra):
            factories.received(to=factories.bureau())
            factories.submitted(to=factories.bureau())
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name))
        counts.append(len(found))
    assert counts[0] == counts[1]


def rows(client, **query):
    return client.get(reverse("recommender_list"), query).text.split("<tbody>")[-1]


def test_the_list_is_searched_sorted_and_filtered_by_its_address(client, clerk):
    park = factories.submitted(Sheet.PARK, to=factories.bureau())
    project = factories.submitted(to=factories.bureau())
    assert project.title in rows(client, q="光储直柔") and park.title not in rows(client, q="光储直柔")
    assert park.title not in rows(client, sheet=Sheet.TECHNOLOGY)
    down = rows(client, sort="-organisation")
    up = rows(client, sort="organisation")
    assert (up.index(park.title) < up.index(project.title)) != (
        down.index(park.title) < down.index(project.title)
    )


def test_a_long_wait_is_marked_in_words(client, clerk):
    application = factories.submitted(to=factories.bureau())
    for days, said in ((14, False), (15, True)):
        application.state_since = clock.now() - timedelta(days=days, hours=1)
        application.save()
        text = rows(client)
        assert f"{days} 天" in text
        assert ("等待较久" in text) == said


def test_the_clock_presses_from_ten_days_before_the_cutoff(client, clerk):
    cutoff = factories.draft().cycle.cutoff
    for left, pressing in ((timedelta(days=10, minutes=1), False), (timedelta(days=10), True)):
        with clock.set_to(cutoff - left):
            text = client.get(reverse("recommender_list")).text
        assert ("临近截止，请及时报送" in text) == pressing
        assert "data-countdown" in text


def test_rec_3_the_list_says_which_parks_the_quota_reaches(client, clerk):
    for _ in range(4):
        factories.submitted(Sheet.PARK, to=factories.bureau())
    text = client.get(reverse("recommender_list")).text
    assert "还差 1 个名额" in text
    assert text.count("在剩余名额内") == 3
    assert text.count("超出剩余名额") == 1


def test_the_list_is_in_pages_and_keeps_within_twelve_queries(client, clerk, django_assert_max_num_queries):
    application = factories.submitted(Sheet.PARK, to=factories.bureau())
    factories.checked(application, by=clerk)
    revision, title = application.current_revision, application.title
    for _ in range(21):
        application.pk, application.current_revision, application.submitted_title = None, None, ""
        application.save()
        revision.pk, revision.application = None, application
        revision.save()
        application.current_revision, application.submitted_title = revision, title
        application.save()
    with django_assert_max_num_queries(12):
        text = client.get(reverse("recommender_list"), {"page": 2}).text
    assert text.count('name="pick"') == 2


def test_in_district_elsewhere_has_nothing_that_was_withdrawn_whose_page_says_so(client, clerk):
    gone = factories.received()
    factories.actions.withdraw(gone.pk, actor=gone.created_by, reason="示例原因。")
    assert gone.title not in client.get(reverse("recommender_list") + "?tab=district").text
    client.force_login(gone.created_by)
    text = client.get(gone.get_absolute_url()).text
    assert "撤回后不再参加评选" in text and "<strong>已提交</strong>" not in text


def test_in_district_elsewhere_is_shown_to_that_bureau_only(client):
    elsewhere = factories.received()
    client.force_login(factories.recommender(factories.bureau(District.YANQING)))
    text = client.get(reverse("recommender_list"), {"tab": "district"}).text
    assert elsewhere.title not in text


def test_texts_are_the_recommenders_own(client, clerk):
    client.post(reverse("recommender_texts"), {"name": "园区", "text": "同意推荐。"})
    own = OpinionText.objects.get()
    assert (own.by, own.recommender) == (clerk, factories.bureau())
    assert (
        "已有名为「园区」" in client.post(reverse("recommender_texts"), {"name": "园区", "text": "二"}).text
    )
    client.post(reverse("recommender_text", args=[own.pk]), {"name": "园区", "text": "改过。"})
    own.refresh_from_db()
    assert own.text == "改过。"
    client.force_login(factories.recommender(factories.bureau(District.YANQING)))
    for name in ("recommender_text", "recommender_text_remove"):
        assert client.post(reverse(name, args=[own.pk]), {"name": "偷", "text": "换"}).status_code == 404
    assert "改过。" not in client.get(reverse("recommender_texts")).text
    client.force_login(clerk)
    client.post(reverse("recommender_text_remove", args=[own.pk]))
    assert not OpinionText.objects.exists()


def test_a_search_of_more_than_a_hundred_characters_is_not_made_and_said_plainly(client, clerk):
    application = factories.submitted(to=factories.bureau())
    text = client.get(reverse("recommender_list"), {"q": "长" * 101}).text
    assert "请用不超过 100 个字符查找。" in text and 'maxlength="100"' in text
    assert application.title not in text


def test_why_a_box_cannot_be_ticked_is_said_at_the_box(client, clerk):
    application = factories.submitted(to=factories.bureau())
    text = client.get(reverse("recommender_list")).text
    assert (
        f'disabled title="初审表和推荐意见填写完整后才能勾选" aria-describedby="check-{application.pk}"'
        in text
    )
    assert f'id="check-{application.pk}"' in text and "填写完整后才能勾选</span>" in text
