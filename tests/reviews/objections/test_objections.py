"""Objections to a public notice: from anybody until its end, handled by staff, never seen by others."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from applications.states import State
from files.models import StoredFile
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from programme.states import LibraryState
from reviews.models import Objection, PublicNotice
from reviews.objections.actions import (
    dismiss_objection,
    make_objection,
    note_objection,
    propose_upholding,
    return_upholding,
    take_objection,
    uphold_objection,
)
from reviews.states import ObjectionState
from tests import factories
from tests.files.samples import pdf, upload
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db
SAID = {
    "name": "示例异议人甲",
    "phone": "13911112222",
    "email": "objector@example.org",
    "organisation": "示例异议单位乙",
    "grounds": "该项目尚未开工，示例理由丙。",
}
SECRET = ("示例异议人甲", "13911112222", "objector@example.org", "示例异议单位乙", "示例理由丙")


@pytest.fixture(autouse=True)
def fresh_rates():
    cache.clear()


@pytest.fixture
def notice():
    factories.publish(factories.decided(), factories.decided())
    return PublicNotice.objects.get()


def objection(notice, **changes) -> Objection:
    return make_objection(notice.pk, item=changes.pop("item", notice.items.first()), **(SAID | changes))


def handled(notice, upheld: bool, **changes) -> Objection:
    made, clerk = objection(notice, **changes), factories.staff()
    take_objection(made.pk, actor=clerk)
    note_objection(made.pk, actor=clerk, text="示例核查记录。")
    if upheld:
        words = {"reason": "经核查属实。", "answer": "您反映的情况属实。", "told": "项目尚未开工。"}
        propose_upholding(made.pk, actor=clerk, item=None, **words)
        made.refresh_from_db()
        uphold_objection(made.pk, actor=factories.staff(), seen=made.mark)
    else:
        dismiss_objection(made.pk, actor=clerk, reason="与事实不符。", answer="经核查，情况不属实。")
    return Objection.objects.get(pk=made.pk)


def test_the_same_words_sent_again_are_one_objection_and_are_told_the_receipt(notice):
    made = objection(notice)
    with pytest.raises(Refused, match=f"回执编号 {made.number}，不需要重复提交"):
        objection(notice)
    objection(notice, grounds="补充：示例。")
    objection(notice, item=None)
    assert Objection.objects.count() == 3


def test_a_receipt_number_that_nobody_has_is_said_where_it_was_asked_for(client):
    answer = client.get(reverse("public_notices"), {"receipt": "YY-7K3M-9QXD-2B4H"}, follow=True)
    assert answer.status_code == 404 and "没有这个回执编号，请核对" in answer.content.decode()


def test_after_an_upheld_objection_the_city_reads_that_the_line_was_taken_off(notice, client):
    made = handled(notice, upheld=True)
    client.force_login(factories.staff())
    page = text_of(client.get(reverse("decide", args=[made.item.application_id])))
    assert "已移出名单" in page and "项目尚未开工。" in page
    page = text_of(client.get(reverse("public_notice_manage", args=[notice.pk]))).split("办理记录")[1]
    assert f"{made.item.number} {made.item.name}：项目尚未开工。" in page
    assert not any(word in page for word in SECRET)


def test_the_last_microsecond_counts_and_the_end_itself_does_not(notice):
    with clock.set_to(notice.ends_at - timedelta(microseconds=1)):
        made = objection(notice)
    assert made.received_at < notice.ends_at
    for late in (timedelta(0), timedelta(microseconds=1), timedelta(days=1)):
        with clock.set_to(notice.ends_at + late), pytest.raises(Refused, match=r"公示期已于 .* 24:00 结束"):
            objection(notice)
    assert Objection.objects.count() == 1


def test_after_the_end_the_page_says_so_and_keeps_what_was_typed(notice, client):
    with clock.set_to(notice.ends_at):
        answer = client.post(reverse("objection_make", args=[notice.pk]), SAID)
    assert answer.status_code == 410
    text = answer.content.decode()
    assert "公示期已经结束，不再接收异议" in text and notice.phone in text and "示例理由丙" in text
    assert not Objection.objects.exists()


def test_after_the_end_the_desk_says_that_an_open_objection_comes_first(notice, client):
    handled(notice, upheld=False)
    client.force_login(factories.staff())
    at_the_end = notice.ends_at + timedelta(days=1)
    with clock.set_to(at_the_end):
        assert "公示期满，待确认名单" in text_of(client.get(reverse("public_notice_desk")))
    objection(notice, grounds="另一条示例理由。")
    with clock.set_to(at_the_end):
        page = text_of(client.get(reverse("public_notice_desk")))
        assert "公示期满，待办结异议" in page and "待确认名单" not in page


def test_the_form_takes_an_objection_with_evidence_and_gives_a_receipt(notice, client):
    item = notice.items.last()
    files = [upload("证明一.pdf", pdf()), upload("证明二.pdf", pdf(2))]
    answer = client.post(
        reverse("objection_make", args=[notice.pk]), SAID | {"item": item.pk, "files": files}, follow=True
    )
    made = Objection.objects.get()
    assert (made.item, made.state, made.files.count()) == (item, ObjectionState.RECEIVED, 2)
    text = text_of(answer)
    assert made.number in text and notice.phone in text and made.number.startswith("YY-")
    assert not any(word in text for word in SECRET)


def test_who_left_an_address_gets_a_receipt_and_staff_are_told_without_names(notice):
    clerk = factories.staff()
    made = objection(notice)
    (receipt,) = Message.objects.filter(email=SAID["email"])
    assert (
        made.number in receipt.body and notice.phone in receipt.body and SAID["grounds"] not in receipt.body
    )
    (told,) = Message.objects.filter(recipient_id=clerk.pk, subject__contains=made.number)
    assert not any(word in told.body + told.subject for word in SECRET)
    objection(notice, email="")
    assert Message.objects.filter(recipient_id=None).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": "", "email": ""}, "请至少填写联系电话、电子邮箱中的一项"),
        ({"phone": "abc", "email": ""}, "请填写正确的电话号码"),
        ({"phone": "01-23", "email": ""}, "至少 7 位数字"),
        ({"name": ""}, "请填写您的姓名"),
        ({"grounds": ""}, "请写明事实和理由"),
        ({"grounds": "长" * 3001}, "最多 3000"),
        ({"email": "not-an-address"}, "请填写正确的邮箱地址"),
        ({"website": "https://spam.example.org"}, "提交没有成功"),
        ({"item": "999999"}, "已不在公示名单中"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(notice, client, changes, said):
    answer = client.post(reverse("objection_make", args=[notice.pk]), SAID | changes)
    text = text_of(answer)
    assert said in text and "error-summary" in text
    assert changes.get("organisation", SAID["organisation"]) in text
    assert not Objection.objects.exists()


def test_evidence_goes_through_the_checks_of_files_and_all_or_none_is_kept(notice, client):
    before = StoredFile.objects.count()
    files = [upload("好.pdf", pdf()), upload("坏.pdf", b"no pdf"), upload("程序.exe", b"MZ")]
    text = text_of(client.post(reverse("objection_make", args=[notice.pk]), SAID | {"files": files}))
    assert "「坏.pdf」" in text and "「程序.exe」" in text and "刚才选择的文件没有保存" in text
    many = [upload(f"{n}.pdf", pdf(n + 1)) for n in range(6)]
    assert "最多 5 个文件" in text_of(
        client.post(reverse("objection_make", args=[notice.pk]), SAID | {"files": many})
    )
    assert StoredFile.objects.count() == before and not Objection.objects.exists()


def test_one_address_cannot_flood_the_city(notice, client, settings):
    settings.DOORS_WATCHED = True
    address = reverse("objection_make", args=[notice.pk])
    said = [SAID | {"grounds": f"示例理由 {number}。"} for number in range(12)]
    answers = [client.post(address, each).status_code for each in said]
    assert answers.count(302) == 10 and answers[-2:] == [429, 429]
    assert client.post(address, SAID, REMOTE_ADDR="198.51.100.7").status_code == 302
    assert client.get(address).status_code == 200


def test_without_a_token_nothing_is_taken(notice):
    from_elsewhere = Client(enforce_csrf_checks=True)
    assert from_elsewhere.post(reverse("objection_make", args=[notice.pk]), SAID).status_code == 403


def test_the_receipt_tells_the_state_and_nothing_of_what_was_said(notice, client):
    made = objection(notice)
    address = reverse("objection_receipt", args=[made.number])
    assert "待受理" in text_of(client.get(address))
    asked = client.get(reverse("public_notices"), {"receipt": made.number.lower().replace("-", " ")})
    assert asked.url == address
    assert "请核对后重新输入" in text_of(client.get(reverse("public_notices"), {"receipt": "YY-1"}))
    take_objection(made.pk, actor=factories.staff())
    text = text_of(client.get(address))
    assert "核查中" in text and not any(word in text for word in SECRET)
    assert client.get(reverse("objection_receipt", args=["YY-0000-0000-0000"])).status_code == 404


def test_an_upheld_objection_takes_its_line_off_and_tells_the_applicant_why_without_the_objector(notice):
    before = max(Message.objects.values_list("pk", flat=True))
    made = handled(notice, upheld=True)
    application = Application.objects.get(pk=made.item.application_id)
    assert (application.state, application.entry.state) == (State.KEPT, LibraryState.KEPT)
    made.item.refresh_from_db()
    assert made.item.struck_reason == "项目尚未开工。" and made.item.struck_at
    told = Message.objects.filter(pk__gt=before, recipient_id=application.created_by_id)
    assert [message.subject for message in told] == [f"评选结果：{application.number} 移出拟认定名单"]
    assert "项目尚未开工。" in told[0].body and not any(word in told[0].body for word in SECRET)
    (answer,) = Message.objects.filter(email=SAID["email"], subject__startswith="异议答复")
    assert "您反映的情况属实。" in answer.body and "经核查属实。" not in answer.body


def test_an_objection_that_does_not_hold_leaves_the_list(notice):
    made = handled(notice, upheld=False)
    assert made.state == ObjectionState.NOT_UPHELD
    assert notice.items.standing().count() == 2


def test_an_objection_to_the_whole_may_take_a_line_off_that_staff_choose(notice):
    made, clerk, item = objection(notice, item=None), factories.staff(), notice.items.last()
    take_objection(made.pk, actor=clerk)
    note_objection(made.pk, actor=clerk, text="示例核查记录。")
    words = {"reason": "属实。", "answer": "属实。"}
    with pytest.raises(Refused, match="告知申报单位"):
        propose_upholding(made.pk, actor=clerk, item=item, told=" ", **words)
    propose_upholding(made.pk, actor=clerk, item=item, told="示例原因。", **words)
    made.refresh_from_db()
    uphold_objection(made.pk, actor=factories.staff(), seen=made.mark)
    assert [each.pk for each in notice.items.standing()] == [notice.items.first().pk]


def test_what_was_taken_off_cannot_be_objected_to_and_a_second_upheld_one_is_refused(notice):
    first, second = objection(notice), objection(notice, grounds="另一理由。")
    clerk = factories.staff()
    for each in (first, second):
        take_objection(each.pk, actor=clerk)
        note_objection(each.pk, actor=clerk, text="示例核查记录。")
    words = {"reason": "属实。", "answer": "属实。", "item": None, "told": "示例原因。"}
    propose_upholding(first.pk, actor=clerk, **words)
    first.refresh_from_db()
    uphold_objection(first.pk, actor=factories.staff(), seen=first.mark)
    with pytest.raises(Refused, match="不能再次移出"):
        propose_upholding(second.pk, actor=clerk, **words)
    with pytest.raises(Refused, match="已不在公示名单中"):
        objection(notice, item=first.item)


def test_handling_keeps_its_order_and_its_words(notice):
    made, clerk = objection(notice), factories.staff()
    with pytest.raises(Refused, match="不能再办理「记录核查情况」"):
        note_objection(made.pk, actor=clerk, text="早了。")
    take_objection(made.pk, actor=clerk)
    with pytest.raises(Refused, match="还没有核查记录"):
        dismiss_objection(made.pk, actor=clerk, reason="理由。", answer="答复。")
    note_objection(made.pk, actor=clerk, text="示例核查记录。")
    with pytest.raises(Refused, match="必须写明理由和答复"):
        dismiss_objection(made.pk, actor=clerk, reason="", answer="答复。")
    take_objection(made.pk, actor=factories.staff())
    assert Record.objects.filter(verb="take_objection").last().summary == f"由{clerk}转交"
    with pytest.raises(Refused, match="权限"):
        take_objection(made.pk, actor=factories.applicant())


def test_awd_1_that_an_objection_holds_takes_two_and_nothing_is_said_before(notice):
    made, clerk, second = objection(notice), factories.staff(), factories.staff()
    words = {"reason": "属实。", "answer": "属实。", "item": None, "told": "示例原因。"}
    take_objection(made.pk, actor=clerk)
    with pytest.raises(Refused, match="还没有核查记录"):
        propose_upholding(made.pk, actor=clerk, **words)
    note_objection(made.pk, actor=clerk, text="示例核查记录。")
    with pytest.raises(Refused, match="请先转由您经办"):
        propose_upholding(made.pk, actor=second, **words)
    said = Message.objects.exclude(
        recipient_id__in=list(User.objects.who_may(Capability.ANSWER_OBJECTIONS).values_list("pk", flat=True))
    )
    before = said.count()
    propose_upholding(made.pk, actor=clerk, **words)
    made.refresh_from_db()
    assert made.state == ObjectionState.UPHOLDING and notice.items.standing().count() == 2
    assert said.count() == before and Objection.objects.open().exists()
    for act in (
        lambda: uphold_objection(made.pk, actor=clerk, seen=made.mark),
        lambda: return_upholding(made.pk, actor=clerk, remark="不妥。", seen=made.mark),
    ):
        with pytest.raises(Refused, match="权限"):
            act()
    old = made.mark
    return_upholding(made.pk, actor=second, remark="请再核实。", seen=old)
    assert Message.objects.filter(recipient_id=clerk.pk, body__contains="请再核实。").exists()
    propose_upholding(made.pk, actor=clerk, **words)
    with pytest.raises(Refused, match="刚刚有变动"):
        uphold_objection(made.pk, actor=second, seen=old)
    made.refresh_from_db()
    uphold_objection(made.pk, actor=second, seen=made.mark)
    assert notice.items.standing().count() == 1
    made.refresh_from_db()
    made.proposed_by = made.closed_by
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_the_database_itself_wants_a_way_to_reach_the_objector(notice):
    made = objection(notice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=made.pk).update(phone="", email="")


def test_staff_handle_it_on_its_page(notice, client, staff):
    made = objection(notice)
    page = reverse("objection_detail", args=[made.pk])
    assert not any(word in text_of(client.get(page)) for word in SECRET[:-1])
    text = text_of(client.post(reverse("objection_contact", args=[made.pk])))
    assert all(word in text for word in SECRET)
    client.post(reverse("objection_take", args=[made.pk]))
    assert "请填写核查记录" in text_of(client.post(reverse("objection_note", args=[made.pk])))
    client.post(reverse("objection_note", args=[made.pk]), {"text": "示例核查记录。"})
    closing = {"outcome": "upheld", "reason": "属实。", "answer": "属实。"}
    address = reverse("objection_close", args=[made.pk])
    assert "请写明告知申报单位的移出原因" in text_of(client.post(address, closing))
    client.post(address, closing | {"told": "项目尚未开工。"})
    assert "须由另一位工作人员确认" in text_of(client.get(page))
    assert notice.items.standing().count() == 2
    client.force_login(factories.staff())
    text = text_of(client.get(page))
    assert "移出拟认定名单" in text and "收件人 1 人" in text
    assert "请写明退回意见" in text_of(client.post(reverse("objection_return", args=[made.pk])))
    made.refresh_from_db()
    client.post(reverse("objection_uphold", args=[made.pk]), {"seen": made.mark})
    text = text_of(client.get(page))
    assert "异议成立" in text and "示例核查记录。" in text and "提交认定</button>" not in text
    assert "项目尚未开工。" in text_of(client.get(reverse("public_notice_manage", args=[notice.pk])))


def test_nobody_but_the_city_ever_reads_who_objected(notice, client):
    made = handled(notice, upheld=True)
    application = Application.objects.get(pk=made.item.application_id)
    owner = application.created_by
    people = [owner, factories.recommender(), application.score_sheets.first().reviewer, None]
    addresses = [
        reverse("public_notices"),
        made.notice.get_absolute_url(),
        reverse("public_pilots"),
        reverse("objection_make", args=[notice.pk]),
        reverse("objection_receipt", args=[made.number]),
        application.get_absolute_url(),
        reverse("application_list"),
        reverse("inbox"),
        reverse("screening_letters", args=[application.pk]),
    ]
    for person in people:
        client.logout()
        if person:
            client.force_login(person)
        for address in addresses:
            answer = client.get(address)
            assert not any(word in answer.content.decode() for word in SECRET), (person, address)
        assert client.get(reverse("objection_detail", args=[made.pk])).status_code in (302, 404)
    assert not any(
        word in str(row) for row in Record.objects.values_list("summary", "facts") for word in SECRET
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "请填写您的姓名"),
        ({"phone": "", "email": ""}, "至少填写联系电话、电子邮箱中的一项"),
        ({"grounds": " "}, "请写明事实和理由"),
    ],
)
def test_the_act_itself_refuses_an_objection_that_cannot_be_looked_into(notice, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        objection(notice, **changes)
    assert not Objection.objects.exists()


def test_an_empty_note_is_refused_by_the_act(notice):
    made, clerk = objection(notice), factories.staff()
    take_objection(made.pk, actor=clerk)
    with pytest.raises(Refused, match="请填写核查记录"):
        note_objection(made.pk, actor=clerk, text="  ")
