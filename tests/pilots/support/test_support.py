"""Measures of support: by type, green finance only for those who asked, seen by the owner and the city (AWD-1)."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from face.wording import chinese_date
from journal import clock
from journal.clock import BEIJING
from journal.models import Record
from journal.workflow import Refused
from pilots.models import Pilot, SupportMeasure
from pilots.rules import supports_for
from pilots.support.actions import cancel_support, grant_support
from pilots.support.forms import SupportForm
from programme.models import LibraryEntry
from programme.notice import Sheet, Support
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2027, 6, 16)


def pilot(sheet=Sheet.TECHNOLOGY) -> Pilot:
    return Pilot.objects.get(entry=factories.selected(sheet).entry)


def test_awd_1_measures_by_type_as_the_annexes_have_them():
    offered = {
        sheet: set(supports_for(pilot(sheet))) for sheet in (Sheet.TECHNOLOGY, Sheet.LEADER, Sheet.PARK)
    }
    common = {Support.PUBLICITY, Support.NATIONAL, Support.LIBRARY}
    assert offered[Sheet.TECHNOLOGY] == common | {Support.FISCAL, Support.FINANCE}
    assert offered[Sheet.LEADER] == common | {Support.PLAQUE}  # titled at once; did not ask for finance
    assert offered[Sheet.PARK] == common | {Support.TRANSFER}


@pytest.mark.parametrize(
    ("sheet", "kind", "said"),
    [
        (Sheet.LEADER, Support.FINANCE, "没有在申报表中表示愿意被推荐至金融机构"),
        (Sheet.PARK, Support.FINANCE, "不适用于气候友好型区域试点"),
        (Sheet.LEADER, Support.TRANSFER, "不适用于低碳领跑者试点"),
        (Sheet.TECHNOLOGY, Support.PLAQUE, "授予称号以后才能登记授牌"),
    ],
)
def test_awd_1_what_does_not_fit_is_refused_with_a_sentence(sheet, kind, said):
    found = pilot(sheet)
    with pytest.raises(Refused, match=said):
        grant_support(found.pk, actor=factories.staff(), kind=kind, granted_on=DAY)
    assert not SupportMeasure.objects.exists()


def test_awd_1_the_wish_for_finance_is_copied_from_the_form_at_receipt():
    wishes = {sheet: factories.received(sheet).entry.wants_finance for sheet in Sheet}
    assert wishes == {Sheet.TECHNOLOGY: True, Sheet.LEADER: False, Sheet.PARK: None, Sheet.COMMUNITY: None}


def test_a_measure_is_recorded_journaled_and_taken_back_with_a_reason():
    found, clerk = pilot(), factories.staff()
    made = grant_support(
        found.pk,
        actor=clerk,
        kind=Support.FISCAL,
        granted_on=DAY,
        amount_wan=Decimal("120.50"),
        note="示例文号",
    )
    assert "财政资金支持（2027年6月16日），120.50 万元" in Record.objects.get(verb="grant_support").summary
    with pytest.raises(Refused, match="必须写明原因"):
        cancel_support(made.pk, actor=clerk, reason=" ")
    cancel_support(made.pk, actor=clerk, reason="登记有误")
    with pytest.raises(Refused, match="已经撤销"):
        cancel_support(made.pk, actor=clerk, reason="再次")
    assert not found.measures.standing().exists() and found.measures.count() == 1
    with pytest.raises(Refused, match="权限"):
        grant_support(found.pk, actor=factories.applicant(), kind=Support.FISCAL, granted_on=DAY)
    with pytest.raises(Refused, match="大于 0"):
        grant_support(found.pk, actor=clerk, kind=Support.FISCAL, granted_on=DAY, amount_wan=Decimal(0))


def test_one_plaque_each_also_in_the_database():
    leader, clerk = pilot(Sheet.LEADER), factories.staff()
    made = grant_support(leader.pk, actor=clerk, kind=Support.PLAQUE, granted_on=DAY)
    with pytest.raises(Refused, match="已登记授牌"):
        grant_support(leader.pk, actor=clerk, kind=Support.PLAQUE, granted_on=DAY)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_staff_record_the_owner_reads_and_the_public_sees_the_plaque_only(client):
    leader, clerk = pilot(Sheet.LEADER), factories.staff()
    client.force_login(clerk)
    add = reverse("support_add", args=[leader.pk])
    today = clock.now().astimezone(BEIJING).date()
    sent = {"granted_on": today, "amount_wan": "", "note": "仅内部可见的说明"}
    assert "日期不能晚于今天" in client.post(add, sent | {"kind": "plaque", "granted_on": "2999-01-01"}).text
    before = client.post(add, sent | {"kind": "plaque", "granted_on": "2001-01-01"}).text
    assert "日期不能早于入选试点的日期" in before and not leader.measures.exists()
    client.post(add, sent | {"kind": "plaque"})
    client.post(add, sent | {"kind": "publicity"})
    refused = client.post(add, sent | {"kind": "finance"})
    assert "没有表示愿意" in refused.text and leader.measures.count() == 2
    page = client.get(leader.get_absolute_url()).text
    assert "登记支持措施" in page and "低碳日授牌" in page
    client.force_login(leader.entry.application.created_by)
    own = client.get(leader.get_absolute_url()).text
    assert "低碳日授牌" in own and "仅内部可见的说明" in own and "登记支持措施</h3>" not in own
    assert clerk.name not in own.split("支持措施</h2>")[1].split("</section>")[0]
    client.force_login(factories.applicant())
    assert client.get(leader.get_absolute_url()).status_code == 404
    client.logout()
    public = client.get(reverse("public_pilots")).text
    assert f"{chinese_date(today)}授牌" in public
    assert "宣传推广" not in public and "仅内部可见的说明" not in public


def test_the_finance_list_holds_who_asked_and_no_person(client, staff):
    asked, other = factories.received(), factories.received(Sheet.LEADER)
    assert list(LibraryEntry.objects.wanting_finance()) == [asked.entry]
    page = client.get(reverse("finance_list")).text
    assert asked.number in page and other.number not in page
    book = load_workbook(io.BytesIO(client.get(reverse("finance_file")).content))
    text = " ".join(str(cell.value) for row in book.active.iter_rows() for cell in row)
    assert asked.number in text and other.number not in text
    for secret in ("示例联系人", "示例法人", "010-12345678", "contact@example.org"):
        assert secret not in text and secret not in page
    assert client.get(reverse("finance_list"), {"pilot_type": "zone"}).text.count("JS-") == 0


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_however_many(client, staff, count):
    for _ in range(count):
        leader = pilot(Sheet.LEADER)
        grant_support(leader.pk, actor=staff, kind=Support.PLAQUE, granted_on=DAY)
        factories.received()
    for name, most in (("finance_list", 7), ("public_pilots", 7)):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        assert len(queries) <= most, (name, len(queries))


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


def test_a_plaque_takes_no_amount(client, staff):
    leader = pilot(Sheet.LEADER)
    with pytest.raises(Refused, match="授牌没有金额"):
        grant_support(leader.pk, actor=staff, kind=Support.PLAQUE, granted_on=DAY, amount_wan=Decimal(5))
    form = SupportForm(
        {"kind": Support.PLAQUE, "granted_on": DAY.isoformat(), "amount_wan": "5"}, pilot=leader
    )
    assert "amount_wan" in form.errors
