"""Measures of support: by type, green finance only for those who asked, seen by the owner and the city (AWD-1)."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from face.fields import today
from face.wording import chinese_date
from journal import clock
from journal.clock import BEIJING
from journal.models import Audience, Message, Record
from journal.workflow import Refused
from pilots import invariants
from pilots.award.plaques import date_plaques
from pilots.models import Pilot, SupportMeasure
from pilots.rules import supports_for
from pilots.support.actions import cancel_support, grant_support
from pilots.support.forms import SupportForm
from programme.cycles.actions import edit_cycle
from programme.models import LibraryEntry
from programme.notice import Sheet, Support, programme_of
from tests import factories

pytestmark = pytest.mark.django_db


def titled_and_dated() -> Pilot:
    """A leader with its title, whose plaque has its day."""
    leader = pilot(Sheet.LEADER)
    cycle = leader.entry.cycle
    edit_cycle(cycle.pk, actor=factories.staff(), low_carbon_day=date(cycle.year + 1, 6, 14))
    date_plaques()
    return Pilot.objects.get(pk=leader.pk)


def on(day: date):
    """The clock at noon of a day in Beijing."""
    return clock.set_to(datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING))


def pilot(sheet=Sheet.TECHNOLOGY) -> Pilot:
    return Pilot.objects.get(entry=factories.selected(sheet).entry)


def test_awd_1_measures_by_type_as_the_annexes_have_them():
    offered = {
        sheet: set(supports_for(pilot(sheet).entry)) for sheet in (Sheet.TECHNOLOGY, Sheet.LEADER, Sheet.PARK)
    }
    common = {Support.PUBLICITY, Support.NATIONAL, Support.LIBRARY}
    assert offered[Sheet.TECHNOLOGY] == common | {Support.FISCAL, Support.FINANCE}
    assert offered[Sheet.LEADER] == common  # did not ask for finance; its plaque waits for its day
    assert Support.PLAQUE in supports_for(titled_and_dated().entry)
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
        grant_support(found.entry_id, actor=factories.staff(), kind=kind, granted_on=today())
    assert not SupportMeasure.objects.exists()


def test_awd_1_the_wish_for_finance_is_copied_from_the_form_at_receipt():
    wishes = {sheet: factories.received(sheet).entry.wants_finance for sheet in Sheet}
    assert wishes == {Sheet.TECHNOLOGY: True, Sheet.LEADER: False, Sheet.PARK: None, Sheet.COMMUNITY: None}


def test_a_measure_is_recorded_journaled_and_taken_back_with_a_reason():
    found, clerk = pilot(), factories.staff()
    made = grant_support(
        found.entry_id,
        actor=clerk,
        kind=Support.FISCAL,
        granted_on=today(),
        amount_wan=Decimal("120.50"),
        note="示例文号",
    )
    assert (
        f"财政资金支持（{chinese_date(today())}），120.50 万元"
        in Record.objects.get(verb="grant_support").summary
    )
    with pytest.raises(Refused, match="必须写明原因"):
        cancel_support(made.pk, actor=clerk, reason=" ")
    cancel_support(made.pk, actor=clerk, reason="登记有误")
    with pytest.raises(Refused, match="已经撤销"):
        cancel_support(made.pk, actor=clerk, reason="再次")
    assert not found.support_measures.standing().exists() and found.support_measures.count() == 1
    with pytest.raises(Refused, match="权限"):
        grant_support(found.entry_id, actor=factories.applicant(), kind=Support.FISCAL, granted_on=today())
    with pytest.raises(Refused, match="大于 0"):
        grant_support(
            found.entry_id, actor=clerk, kind=Support.FISCAL, granted_on=today(), amount_wan=Decimal(0)
        )


def test_one_plaque_each_also_in_the_database():
    leader, clerk = titled_and_dated(), factories.staff()
    with on(leader.plaque_on):
        made = grant_support(leader.entry_id, actor=clerk, kind=Support.PLAQUE, granted_on=leader.plaque_on)
        with pytest.raises(Refused, match="已登记授牌"):
            grant_support(leader.entry_id, actor=clerk, kind=Support.PLAQUE, granted_on=leader.plaque_on)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_staff_record_the_owner_reads_and_the_public_sees_the_plaque_only(client):
    leader, clerk = titled_and_dated(), factories.staff()
    client.force_login(clerk)
    add = reverse("support_add", args=[leader.pk])
    sent = {"granted_on": leader.plaque_on, "amount_wan": "", "note": "仅内部可见的说明"}
    assert "日期不能晚于今天" in client.post(add, sent | {"kind": "plaque"}).text
    assert (
        "日期不能晚于今天" in client.post(add, sent | {"kind": "publicity", "granted_on": "2999-01-01"}).text
    )
    before = client.post(add, sent | {"kind": "publicity", "granted_on": "2001-01-01"}).text
    assert "日期不能早于入选试点的日期" in before and not leader.support_measures.exists()
    with on(leader.plaque_on):
        wrong = client.post(add, sent | {"kind": "plaque", "granted_on": today() - timedelta(days=1)}).text
        assert "请按该日期登记" in wrong
        client.post(add, sent | {"kind": "plaque"})
        client.post(add, sent | {"kind": "publicity"})
    refused = client.post(add, sent | {"kind": "finance", "granted_on": today()})
    assert "没有表示愿意" in refused.text and leader.support_measures.count() == 2
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
    assert f"{chinese_date(leader.plaque_on)}授牌" in public
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
        grant_support(leader.entry_id, actor=staff, kind=Support.PUBLICITY, granted_on=today())
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
    leader = titled_and_dated()
    day = leader.plaque_on
    with on(day), pytest.raises(Refused, match="授牌没有金额"):
        grant_support(
            leader.entry_id, actor=staff, kind=Support.PLAQUE, granted_on=day, amount_wan=Decimal(5)
        )
    form = SupportForm(
        {"kind": Support.PLAQUE, "granted_on": day.isoformat(), "amount_wan": "5"}, entry=leader.entry
    )
    assert "amount_wan" in form.errors


def test_awd_1_a_kept_entry_is_supported_too_but_gets_no_plaque():
    entry, clerk = factories.kept().entry, factories.staff()
    assert set(supports_for(entry)) == {*programme_of(entry.pilot_type).support} - {Support.PLAQUE}
    made = grant_support(entry.pk, actor=clerk, kind=Support.FISCAL, granted_on=today())
    assert (made.entry, made.pilot) == (entry, None)
    row = Record.objects.get(verb="grant_support")
    assert (row.object_type, row.audience) == ("applications.application", Audience.PARTIES)
    with pytest.raises(Refused, match="授予称号以后才能登记授牌"):
        grant_support(entry.pk, actor=clerk, kind=Support.PLAQUE, granted_on=today())
    made.pk, made.kind = None, Support.PLAQUE
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    assert list(invariants.broken()) == []


def test_awd_1_what_is_neither_pilot_nor_kept_gets_nothing():
    entry = factories.received().entry
    assert supports_for(entry) == []
    with pytest.raises(Refused, match="只有试点和纳入项目库的项目"):
        grant_support(entry.pk, actor=factories.staff(), kind=Support.PUBLICITY, granted_on=today())


def test_a_measure_of_a_pilot_names_its_entry_and_one_that_does_not_is_found():
    first, second = pilot(Sheet.LEADER), pilot(Sheet.LEADER)
    made = grant_support(first.entry_id, actor=factories.staff(), kind=Support.PUBLICITY, granted_on=today())
    assert (made.entry_id, made.pilot) == (first.entry_id, first)
    assert list(invariants.broken()) == []
    for wrong in (second, None):
        SupportMeasure.objects.update(pilot=wrong)
        assert any("登记的试点与项目库条目不符" in fault for fault in invariants.broken())


def test_staff_record_support_for_a_kept_entry_from_the_library(client, staff):
    entry = factories.kept().entry
    url = reverse("library_support", args=[entry.pk])
    assert url in client.get(reverse("library_list")).text
    sent = {"kind": "fiscal", "granted_on": today(), "amount_wan": "30", "note": "示例文号"}
    early = client.post(url, sent | {"granted_on": "2001-01-01"}).text
    assert "日期不能早于接收申报的日期" in early and not entry.support_measures.exists()
    assert 'value="plaque"' not in client.get(url).text
    answer = client.post(url, sent, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    assert "支持措施已登记" in answer.text and "财政资金支持" in answer.text and "示例文号" in answer.text
    cancel = reverse("support_cancel", args=[entry.support_measures.get().pk])
    answer = client.post(cancel, {"reason": "登记有误"}, follow=True)
    assert "登记已撤销" in answer.text and "还没有登记支持措施" in answer.text
    assert answer.redirect_chain == [(f"{url}#support", 302)]


def test_the_page_of_support_is_for_kept_entries_only(client, staff):
    leader, received = pilot(Sheet.LEADER), factories.received()
    answer = client.get(reverse("library_support", args=[leader.entry_id]))
    assert answer.url == f"{leader.get_absolute_url()}#support"
    assert client.get(reverse("library_support", args=[received.entry_id])).status_code == 404
    kept = factories.kept().entry
    client.force_login(factories.applicant())
    assert client.get(reverse("library_support", args=[kept.pk])).status_code in (403, 404)


def test_awd_1_the_owner_of_a_kept_entry_reads_its_support_on_the_page_of_its_application(client, staff):
    kept = factories.kept()
    grant_support(
        kept.entry_id,
        actor=staff,
        kind=Support.FISCAL,
        granted_on=today(),
        amount_wan=Decimal(30),
        note="示例文号",
    )
    page = reverse("application_detail", args=[kept.pk])
    assert "登记支持措施" in client.get(page).text
    client.force_login(kept.created_by)
    own = client.get(page).text
    assert own.count("财政资金支持") >= 2 and "示例文号" in own  # the panel, the timeline
    assert "登记支持措施</a>" not in own and "撤销登记" not in own
    (message,) = Message.objects.filter(recipient_id=kept.created_by_id, subject__startswith="登记支持措施")
    assert message.link == kept.get_absolute_url() and "30 万元" in message.body
    client.force_login(factories.applicant())
    assert client.get(page).status_code == 404


def test_awd_1_a_recommender_does_not_read_what_a_kept_entry_was_given(client):
    kept = factories.kept(Sheet.PARK)
    clerk = factories.recommender(kept.recommender)
    grant_support(
        kept.entry_id, actor=factories.staff(), kind=Support.TRANSFER, granted_on=today(), note="示例文号"
    )
    client.force_login(clerk)
    page = client.get(reverse("application_detail", args=[kept.pk]))
    assert page.status_code == 200 and "示例文号" not in page.text


def test_awd_1_the_list_and_its_excel_hold_what_pilots_and_kept_entries_were_given(client, staff):
    leader, kept = pilot(Sheet.LEADER), factories.kept()
    grant_support(leader.entry_id, actor=staff, kind=Support.PUBLICITY, granted_on=today())
    wrong = grant_support(kept.entry_id, actor=staff, kind=Support.NATIONAL, granted_on=today())
    cancel_support(wrong.pk, actor=staff, reason="登记有误")
    grant_support(
        kept.entry_id, actor=staff, kind=Support.FISCAL, granted_on=today(), amount_wan=Decimal("30.5")
    )
    assert reverse("support_list") in client.get(reverse("library_list")).text
    page = client.get(reverse("support_list")).text
    book = load_workbook(io.BytesIO(client.get(reverse("support_file")).content))
    text = " ".join(str(cell.value) for row in book.active.iter_rows() for cell in row)
    for shown in (page, text):
        assert leader.entry.number in shown and kept.number in shown
        assert "财政资金支持" in shown and "30.5" in shown and "示例联系人" not in shown
    assert reverse("library_support", args=[kept.entry_id]) in page and "登记有误" not in page + text
    only = client.get(reverse("support_list"), {"of": "kept"}).text
    assert kept.number in only and leader.entry.number not in only
    finance = client.get(reverse("finance_list")).text
    assert reverse("library_support", args=[kept.entry_id]) in finance


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_measures_takes_the_same_queries_however_many(client, staff, count):
    for _ in range(count):
        for entry in (pilot(Sheet.LEADER).entry, factories.kept().entry):
            grant_support(entry.pk, actor=staff, kind=Support.PUBLICITY, granted_on=today())
    for name in ("support_list", "support_file"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(name))
        assert len(queries) <= 9, (name, len(queries))
