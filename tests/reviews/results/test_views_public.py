"""Public notices: what the public reads, and that nothing else stands there (Notice 公示)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journal import clock
from journal.workflow import Refused
from programme.notice import Sheet
from reviews.objections.actions import make_objection
from reviews.results.actions import strike
from reviews.results.paper import published_letter
from sheets.letters.pdf import render_letter_pdf
from tests import factories
from tests.reviews.steps import text_of
from tests.sheets.pdf_text import pdf_text

pytestmark = pytest.mark.django_db
PERSONS = ("示例联系人", "示例法人", "contact@example.org", "13800000000", "010-87654321", "同意推荐")


@pytest.fixture
def notice():
    return factories.publish(
        factories.decided(Sheet.PARK), factories.decided(Sheet.LEADER), factories.decided(outcome="kept")
    )


def test_a_running_notice_lists_by_type_and_says_until_when(notice, client):
    page = text_of(client.get(notice.get_absolute_url()))
    assert notice.period in page and "提出异议" in page and notice.phone in page
    assert page.index("低碳领跑者试点（1 项）") < page.index("气候友好型区域试点（1 项）")
    assert all(item.number in page and item.organisation_name in page for item in notice.items.all())
    assert "-JS-" not in page
    assert "公示中" in text_of(client.get(reverse("public_notices")))
    assert reverse("public_notices") in text_of(client.get(reverse("public_index")))


def test_when_it_is_over_it_says_so_and_takes_nothing(notice, client):
    with clock.set_to(notice.ends_at):
        page = text_of(client.get(notice.get_absolute_url()))
        assert "已结束" in page and "提出异议</a>" not in page and notice.email not in page
        assert "已结束" in text_of(client.get(reverse("public_notices")))
        assert client.get(reverse("objection_make", args=[notice.pk])).status_code == 410


def test_a_line_that_was_taken_off_stands_neither_on_the_page_nor_in_its_pdf(notice, client):
    first, last = notice.items.all()
    staff = factories.staff()
    for gone, left in ((first, 1), (last, 0)):
        strike(gone, actor=staff, at=clock.now(), reason="示例移出原因。")
        page = text_of(client.get(notice.get_absolute_url()))
        paper = "".join(pdf_text(render_letter_pdf(published_letter(notice))).split())
        assert gone.number not in page and gone.number not in paper and "示例移出原因" not in page + paper
        assert (last.number in page) == (last.number in paper) == bool(left)
        if left:
            assert "移出名单 1 项" in page and "已移出名单1个" in paper
    assert "2 项已全部移出" in page and "2个项目已全部移出" in paper
    assert "0 项" not in page and "提出异议</a>" not in page and "现予公示" not in page + paper
    assert "当前没有正在公示的名单" in text_of(client.get(reverse("public_notices")))
    assert "名单上的项目已全部移出" in text_of(client.get(reverse("public_notices")))
    assert client.get(reverse("objection_make", args=[notice.pk])).status_code == 410
    with pytest.raises(Refused, match="公示已经终止"):
        make_objection(notice.pk, item=None, name="示例", phone="13911112222", grounds="示例。")


def test_no_public_page_holds_a_person_a_score_or_a_reason(notice, client):
    for address in (notice.get_absolute_url(), reverse("public_notices"), reverse("public_pilots")):
        page = text_of(client.get(address))
        assert not any(word in page for word in (*PERSONS, "排名靠前", "示例理由"))
        assert notice.published_by.name not in page


def test_the_list_of_pilots_shows_only_what_is_selected(notice, client):
    assert "没有符合条件的试点" in text_of(client.get(reverse("public_pilots")))


def test_pages_take_the_same_queries_however_many_lines_notices_and_objections(client):
    staff = factories.staff()
    few = measured(client, staff, 1)
    many = measured(client, staff, 3)
    assert few == many and max(many) <= 12, (few, many)


def measured(client, staff, lines: int) -> list[int]:
    """Queries of each page once there is another notice, of so many lines, each objected to."""
    notice = factories.publish(*[factories.decided(Sheet.LEADER) for _ in range(lines)])
    for item in notice.items.all():
        said = {"name": "甲", "phone": "1", "email": "", "organisation": "", "grounds": "示例。"}
        make_objection(notice.pk, item=item, **said)
    for _ in range(lines):
        factories.decided(Sheet.LEADER)
    client.logout()
    found = queries(client, [reverse("public_notices"), notice.get_absolute_url()])
    client.force_login(staff)
    own = [reverse("public_notice_desk"), reverse("public_notice_manage", args=[notice.pk])]
    own.append(reverse("publish", args=[notice.cycle.year]))
    return found + queries(client, own)


def queries(client, addresses) -> list[int]:
    found = []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(address))
        found.append(len(captured))
    return found
