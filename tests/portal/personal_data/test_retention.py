"""Personal data whose time is over go; what belongs to a case, and every audit, stays whole (PIPL §19, §47)."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import models

from accounts.members.actions import invite
from accounts.models import Invitation, User
from journal import clock
from journal.blanking import blank_messages
from journal.invariants import broken
from journal.models import BLANKED, Message, Record
from portal.models import Clearing
from portal.personal_data.actions import clear, clear_due, due_counts
from portal.personal_data.retention import CLEARED, NOBODY, RETENTION
from reviews.models import Objection, PublicNotice
from reviews.objections.actions import dismiss_objection, make_objection, note_objection, take_objection
from reviews.objections.invariants import broken as broken_objections
from tests import factories

pytestmark = pytest.mark.django_db
SAID = {
    "name": "示例异议人甲",
    "phone": "13911112222",
    "email": "objector@example.org",
    "organisation": "示例异议单位乙",
    "grounds": "该项目尚未开工。",
}
RULES = {rule.key: rule for rule in RETENTION}


def age(queryset: models.QuerySet, field: str, days: int) -> None:
    queryset.update(**{field: clock.now() - timedelta(days=days)})


@pytest.fixture
def answered() -> Objection:
    factories.publish(factories.decided())
    notice = PublicNotice.objects.get()
    made = make_objection(notice.pk, item=notice.items.first(), **SAID)
    clerk = factories.staff()
    take_objection(made.pk, actor=clerk)
    note_objection(made.pk, actor=clerk, text="已核查。")
    dismiss_objection(made.pk, actor=clerk, reason="不成立。", answer="经核查不成立。")
    made.refresh_from_db()
    return made


def test_an_objector_s_contact_goes_three_years_after_the_answer_and_the_objection_stays(answered):
    age(Objection.objects.filter(pk=answered.pk), "closed_at", 3 * 365 - 1)
    clear_due()
    assert Objection.objects.get().name == SAID["name"]
    age(Objection.objects.filter(pk=answered.pk), "closed_at", 3 * 365 + 1)
    clear_due()
    row = Objection.objects.get()
    assert (row.name, row.phone, row.email, row.organisation) == (CLEARED, CLEARED, "", "")
    assert row.grounds == SAID["grounds"] and row.answer == "经核查不成立。"
    row.full_clean(exclude=["state_since"])


def test_the_audit_of_objections_does_not_miss_who_objected(answered):
    Objection.objects.update(name=CLEARED, phone=CLEARED, email="", organisation="")
    assert list(broken_objections()) == []


def test_an_open_objection_keeps_its_contact_however_old(answered):
    Objection.objects.update(state="taken", closed_at=None, closed_by=None, reason="", answer="")
    age(Objection.objects.all(), "received_at", 9999)
    clear_due()
    assert Objection.objects.get().phone == SAID["phone"]


def test_messages_lose_their_words_and_the_audit_knows_why():
    factories.received()
    Message.objects.update(state="done", sent_at=clock.now())
    age(Message.objects.all(), "created_at", 3 * 365 - 1)
    keys = set(Message.objects.values_list("key", flat=True))
    assert keys and clear_due() == []
    assert clear(replace(RULES["messages"], days=0))  # what was done up to now is old enough
    assert {(row.email, row.subject, row.body, row.link) for row in Message.objects.all()} == {
        ("", BLANKED, BLANKED, "")
    }
    assert set(Message.objects.values_list("key", flat=True)) == keys
    assert list(broken()) == []


def test_words_that_go_without_an_act_are_missed_by_the_audit():
    factories.received()
    clear(replace(RULES["messages"], days=0))
    factories.received()
    Message.objects.update(state="done", sent_at=clock.now())
    assert list(broken()) == []
    blank_messages(clock.now())
    assert any("与日志不符" in sentence for sentence in broken())


def test_messages_that_wait_to_be_sent_are_kept():
    factories.received()
    age(Message.objects.all(), "created_at", 9999)
    assert Message.objects.exclude(state="done").exists()
    clear_due()
    assert not Message.objects.filter(body=BLANKED).exists()


def test_an_unanswered_invitation_loses_its_address_ninety_days_after_its_end():
    head = factories.applicant()
    unit = head.organisations.get()
    invite(unit, "colleague@example.org", can_submit=False, actor=head)
    age(Invitation.objects.all(), "expires_at", 89)
    clear_due()
    assert Invitation.objects.get().email == "colleague@example.org"
    age(Invitation.objects.all(), "expires_at", 91)
    clear_due()
    assert Invitation.objects.get().email.endswith(NOBODY)


def test_a_closed_account_loses_its_contact_after_three_years_and_keeps_its_name():
    gone, quiet = factories.person(phone="010-12345678"), factories.person(phone="010-12345678")
    EmailAddress.objects.create(user=gone, email=gone.email, verified=True, primary=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    age(User.objects.filter(pk__in=[gone.pk, quiet.pk]), "date_joined", 3 * 365 + 1)
    clear_due()
    row = User.objects.get(pk=gone.pk)
    assert (row.email, row.phone, row.name) == (f"closed-{gone.pk}@{NOBODY}", "", gone.name)
    assert not row.has_usable_password() and not EmailAddress.objects.filter(user=gone).exists()
    assert User.objects.get(pk=quiet.pk).phone == "010-12345678"


def test_an_account_that_was_used_lately_is_kept():
    person = factories.person(phone="010-12345678", is_active=False, last_login=clock.now())
    age(User.objects.filter(pk=person.pk), "date_joined", 9999)
    clear_due()
    assert User.objects.get(pk=person.pk).phone == "010-12345678"


def test_the_command_only_shows_until_it_is_told_to_clear_and_the_journal_keeps_what_was_done():
    head = factories.applicant()
    invite(head.organisations.get(), "colleague@example.org", can_submit=False, actor=head)
    age(Invitation.objects.all(), "expires_at", 91)
    assert {rule.key: count for rule, count in due_counts()}["invitations"] == 1
    out = StringIO()
    call_command("clear_personal_data", stdout=out)
    assert "到期 1 条" in out.getvalue() and "没有清除任何内容" in out.getvalue()
    assert Invitation.objects.get().email == "colleague@example.org" and not Clearing.objects.exists()
    out = StringIO()
    call_command("clear_personal_data", "--clear", stdout=out)
    assert "已清除 1 条" in out.getvalue()
    row = Record.objects.get(verb="clear_personal_data")
    assert RULES["invitations"].data in row.summary and "example.org" not in row.summary + str(row.facts)
    assert Clearing.objects.get().count == 1
    call_command("clear_personal_data", "--clear", stdout=StringIO())
    assert Clearing.objects.count() == 1
