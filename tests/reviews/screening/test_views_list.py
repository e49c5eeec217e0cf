"""The screening list: what it opens on, filters, order, and the views that a person keeps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.districts import District
from applications.models import Application
from applications.paper.desk.actions import register_paper
from applications.states import State
from face.fields import today
from face.models import SavedView
from face.wording import chinese_datetime
from journal import clock
from programme.notice import Sheet
from reviews.models import ScreeningDraft
from reviews.screening.draft import keep_sheet
from reviews.screening.filters import ScreeningFilter
from tests import factories
from tests.applications.paper.steps import corrected

pytestmark = pytest.mark.django_db
EVERYTHING = {"state": ""}


def read(client, **query):
    return client.get(reverse("screening_list"), query or EVERYTHING).content.decode()


def shown(client, **query):
    """Numbers in the list, in its order."""
    found = client.get(reverse("screening_list"), query or EVERYTHING).context["rows"]
    return [application.number for application, *_ in found]


def aged(application, days):
    Application.objects.filter(pk=application.pk).update(state_since=clock.now() - timedelta(days=days))
    return application


def test_it_opens_on_what_waits_for_screening_in_the_earliest_year_where_something_waits(client, staff):
    waiting, done = factories.received(), factories.accepted()
    later = factories.received()
    Application.objects.filter(pk=later.pk).update(cycle=factories.next_cycle())
    answer = client.get(reverse("screening_list"))
    assert answer.url == f"{reverse('screening_list')}?state=received&year={waiting.cycle.year}"
    text = client.get(answer.url).content.decode()
    assert waiting.number in text
    assert done.number not in text and later.number not in text
    Application.objects.filter(pk=waiting.pk).update(state=State.ACCEPTED)
    assert client.get(reverse("screening_list")).url.endswith(f"year={waiting.cycle.year + 1}")


def test_a_url_with_conditions_stays_what_it_says(client, staff):
    waiting, done = factories.received(), factories.accepted()
    assert set(shown(client, state="")) == {waiting.number, done.number}
    assert shown(client, state="accepted") == [done.number]


def test_tabs_and_pages_count_under_the_other_filters(client, staff):
    leader, technology = factories.received(Sheet.LEADER), factories.accepted()
    text = read(client, sheet=Sheet.LEADER, q=leader.number)
    assert leader.number in text
    assert technology.number not in text
    assert f"sheet=leader&amp;q={leader.number}&amp;state=received" in text
    answer = client.get(reverse("screening_list"), {"state": "accepted"})
    badges = {tab["label"]: tab["badge"] for tab in answer.context["tabs"]}
    assert (badges["全部"], badges["已接收，待形式审查"], badges["通过形式审查"]) == (2, 1, 1)
    assert answer.context["page"].paginator.count == 1


def test_the_filters_of_a_clerk(client, staff):
    own = factories.bureau(District.HAIDIAN)
    sent, direct = factories.received(to=own), aged(factories.received(), 20)
    assert shown(client, recommender=own.pk) == [sent.number]
    assert shown(client, route="direct") == [direct.number]
    assert shown(client, days=19) == [direct.number]
    assert shown(client, days=21) == []
    register_paper(sent.current_revision, actor=staff, copies=5, received_on=today(), note="")
    assert shown(client, paper="missing") == shown(client, paper="none") == [direct.number]
    assert shown(client, paper="complete") == [sent.number]
    assert "5 / 5" in read(client, paper="complete")


def test_norms_outside_and_corrections_that_run_out_are_found(client, staff):
    plain, outside = factories.received(), factories.received(Sheet.LEADER)
    assert shown(client, norm="outside") == [outside.number]
    late = corrected(staff, resubmit=False).application
    assert shown(client, correction="overdue") == shown(client, correction="soon") == []
    Application.objects.filter(pk=late.pk).update(correction_due=clock.now() + timedelta(days=2))
    assert shown(client, correction="soon") == [late.number]
    Application.objects.filter(pk=late.pk).update(correction_due=clock.now() - timedelta(minutes=1))
    assert shown(client, correction="overdue") == [late.number]
    assert plain.number in read(client)


def test_list_is_sorted_by_the_url(client, staff):
    first, second = factories.received(), aged(factories.received(), 3)
    assert shown(client, sort="number") == [first.number, second.number]
    assert shown(client, sort="-number") == [second.number, first.number]
    assert shown(client, sort="since") == [second.number, first.number]
    for sort in ScreeningFilter.SORTS:
        assert set(shown(client, sort=sort)) == {first.number, second.number}
        assert len(shown(client, sort=f"-{sort}", paper="missing")) == 2


def test_list_shows_only_what_the_city_received(client, staff):
    waiting = factories.submitted(to=factories.bureau())
    assert waiting.organisation.name not in read(client)


def test_the_sheet_leads_back_to_the_list_as_it_was(client, staff):
    application = factories.received()
    text = read(client, state="received", sort="number")
    link = f"{reverse('screening', args=[application.pk])}?list=state%3Dreceived%26sort%3Dnumber"
    assert link in text
    page = client.get(link).content.decode()
    assert f'href="{reverse("screening_list")}?state=received&amp;sort=number"' in page


def keep(client, name, query):
    return client.post(reverse("saved_view_keep"), {"name": name, "query": query}, follow=True)


def change(client, view, act, **more):
    url = reverse("saved_view_change", args=[view.pk])
    return client.post(url, {"act": act, "query": "state="} | more, follow=True).content.decode()


def test_a_view_is_kept_opened_renamed_and_deleted(client, staff):
    text = keep(client, "海淀技术", "sheet=technology&district=haidian&page=3&state=").content.decode()
    view = SavedView.objects.get()
    assert (view.owner_id, view.query) == (staff.pk, "sheet=technology&district=haidian")
    assert 'href="?sheet=technology&amp;district=haidian" aria-current="page"' in text
    assert "您已有同名的视图" in keep(client, "海淀技术", "state=").content.decode()
    assert "请填写视图名称" in keep(client, " ", "state=").content.decode()
    assert "视图已改名为「海淀」" in change(client, view, "rename", name="海淀")
    assert "已删除视图" in change(client, view, "delete")
    assert not SavedView.objects.exists()


def test_one_view_may_be_the_start(client, staff):
    keep(client, "全部", "")
    keep(client, "通过", "state=accepted")
    first, second = SavedView.objects.order_by("pk")
    change(client, first, "start")
    assert client.get(reverse("screening_list")).url.endswith("?state=")
    change(client, second, "start")
    assert client.get(reverse("screening_list")).url.endswith("?state=accepted")
    assert SavedView.objects.filter(start=True).count() == 1
    change(client, second, "no_start")
    assert "state=received" in client.get(reverse("screening_list")).url


def test_views_are_shared_with_nobody(client, staff):
    keep(client, "我的视图", "state=accepted")
    view = SavedView.objects.get()
    client.force_login(factories.staff())
    assert "我的视图" not in read(client)
    answer = client.post(reverse("saved_view_change", args=[view.pk]), {"act": "delete"})
    assert answer.status_code == 404
    assert SavedView.objects.exists()


@pytest.mark.parametrize("who", [factories.applicant, factories.recommender, factories.reviewer])
def test_only_staff_have_the_list_and_its_views(client, who):
    client.force_login(who())
    assert client.get(reverse("screening_list")).status_code == 404
    assert client.get(reverse("screening_list"), EVERYTHING).status_code == 404
    assert keep(client, "示例", "state=").status_code == 404


def test_list_takes_as_many_queries_for_three_as_for_one_and_at_most_twelve(client, staff):
    counts = []
    keep(client, "示例", "state=accepted")
    for extra in (1, 2):
        for _ in range(extra):
            factories.received(to=factories.bureau())
        with CaptureQueriesContext(connection) as found:
            read(client, paper="missing", state="received", sort="copies")
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 12, counts


def test_the_list_shows_who_kept_an_unfinished_sheet(client, staff):
    kept, other = factories.received(), factories.received()
    counts = []
    for application in (kept, other):
        keep_sheet(application.pk, actor=staff, revision_id=application.current_revision_id, data={}, seen=0)
        draft = ScreeningDraft.objects.get(revision=application.current_revision)
        with CaptureQueriesContext(connection) as found:
            text = read(client, state="received")
        counts.append(len(found))
        assert f"审查表未完成，{staff} {chinese_datetime(draft.at)} 保存" in text
        assert text.count("审查表未完成") == len(counts)
    assert counts[0] == counts[1] <= 12


def test_the_applicant_stands_as_it_was_received_whatever_it_is_called_now(client, staff):
    application = factories.received()
    received, office = application.entry.organisation_name, application.organisation
    office.name = "改名后的示例单位"
    office.save()
    for name in ("screening_list", "paper_desk"):
        text = client.get(reverse(name), EVERYTHING).content.decode()
        assert received in text and office.name not in text
