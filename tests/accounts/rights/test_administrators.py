"""The first administrators, and recovering one from the host: nothing silent, nothing at once while others can sign in."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.capabilities import Role
from accounts.models import Recovery, User
from accounts.rights.administrators import WAIT, ask_recovery, recover_due, stop_recovery
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def first_administrators(*people: str) -> str:
    out = StringIO()
    call_command("first_administrators", *people, stdout=out)
    return out.getvalue()


def test_two_are_made_and_no_third(client):
    printed = first_administrators("one@example.org", "示例甲", "two@example.org", "示例乙")
    made = User.objects.order_by("pk")
    assert [person.roles for person in made] == [{Role.ADMINISTRATOR}] * 2
    assert not any(person.has_usable_password() for person in made)
    assert Record.objects.filter(verb="first_administrator").count() == 2
    with pytest.raises(CommandError, match="已有两位管理员"):
        first_administrators("three@example.org", "示例丙")
    link = next(line for line in printed.splitlines() if "one@example.org" in line).partition("http")[2]
    page = client.get("/" + link.partition("://")[2].partition("/")[2], follow=True)
    new = "qinglan-73-yunhai-xq"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert made[0].__class__.objects.get(pk=made[0].pk).check_password(new)


def test_one_is_topped_up_to_two():
    factories.administrator()
    first_administrators("two@example.org", "示例乙")
    with pytest.raises(CommandError, match="已有两位"):
        first_administrators("three@example.org", "示例丙")


@pytest.mark.parametrize(
    "people", [["one@example.org"], ["a@example.org", "甲", "b@example.org", "乙", "c", "丙"]]
)
def test_a_wrong_call_says_how_to_write_it(people):
    with pytest.raises(CommandError, match="邮箱和姓名"):
        first_administrators(*people)


def test_recovery_takes_a_day_and_everybody_who_watches_hears_of_it():
    lost, other = factories.administrator(), factories.administrator()
    chief, password = factories.person(Role.CHIEF), lost.password
    recovery = ask_recovery(lost.email, reason="换了手机")
    assert recovery.due_at - recovery.asked_at == WAIT == timedelta(hours=24)
    told = set(Message.objects.values_list("recipient_id", flat=True))
    assert {lost.pk, other.pk, chief.pk} <= told
    assert recover_due() == 0 and User.objects.get(pk=lost.pk).password == password
    Recovery.objects.update(due_at=clock.now())
    assert recover_due() == 1 and recover_due() == 0
    assert not User.objects.get(pk=lost.pk).has_usable_password()
    assert Record.objects.filter(verb="recover_administrator", actor_id=None).count() == 1


def test_any_administrator_stops_it_within_the_day():
    lost, other = factories.administrator(), factories.administrator()
    recovery = ask_recovery(lost.email, reason="换了手机")
    with pytest.raises(Refused):
        stop_recovery(recovery.pk, actor=factories.staff())
    stop_recovery(recovery.pk, actor=other)
    Recovery.objects.update(due_at=clock.now())
    assert recover_due() == 0
    with pytest.raises(Refused, match="已经生效或被制止"):
        stop_recovery(recovery.pk, actor=other)


def test_when_no_administrator_can_sign_in_it_is_at_once():
    lost = factories.administrator()
    User.objects.filter(pk=lost.pk).update(is_active=False)
    out = StringIO()
    call_command("recover_administrator", lost.email, reason="都离职了", stdout=out)
    assert "已生效" in out.getvalue() and "/accounts/password/reset/key/" in out.getvalue()
    assert User.objects.get(pk=lost.pk).is_active


def test_somebody_else_becomes_administrator_only_when_none_can_sign_in():
    outsider, clerk = factories.person(), factories.staff()
    administrator = factories.administrator()
    with pytest.raises(Refused, match="不是管理员"):
        ask_recovery(outsider.email, reason="想当管理员")
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    with pytest.raises(Refused, match="不能同时"):
        ask_recovery(clerk.email, reason="想当管理员")
    ask_recovery(outsider.email, reason="都离职了")
    assert Role.ADMINISTRATOR in User.objects.get(pk=outsider.pk).roles


@pytest.mark.parametrize("wrong", ["nobody@example.org", ""])
def test_an_unknown_account_is_named(wrong):
    with pytest.raises(CommandError, match="没有使用"):
        call_command("recover_administrator", wrong, reason="测试")
