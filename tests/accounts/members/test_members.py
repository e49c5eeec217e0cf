"""Colleagues of an applicant organisation: invited by e-mail, with or without the right to submit."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from accounts.capabilities import Role
from accounts.members.actions import (
    MOST_OPEN,
    VALID,
    accept_invitation,
    invite,
    remove_member,
    set_right_to_submit,
)
from accounts.members.link import token
from accounts.models import Invitation, Membership
from journal import clock, tasks
from journal.models import Message, Record
from journal.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    """A member who may submit, and so manages the members."""
    return factories.applicant()


def firm(person):
    return person.organisations.get()


def invited(head, email="colleague@example.org", can_submit=False):
    return invite(firm(head), email, can_submit=can_submit, actor=head)


def test_an_address_without_account_gets_an_e_mail_with_the_link(head):
    invitation = invited(head, " Colleague@Example.org ")
    message = Message.objects.get(email="colleague@example.org")
    assert (message.recipient_id, message.link) == (None, reverse("invitation", args=[token(invitation)]))
    tasks.deliver_message(message.pk)
    assert message.link in mail.outbox[0].body and str(firm(head)) in mail.outbox[0].body


def test_a_person_with_an_account_finds_the_invitation_among_the_messages(head):
    colleague = factories.person()
    invited(head, colleague.email)
    assert Message.objects.inbox(colleague.pk).get().subject == f"邀请您加入{firm(head)}"


def test_the_way_of_a_newcomer(client, head):
    invitation = invited(head, "new@example.org", can_submit=True)
    path = reverse("invitation", args=[token(invitation)])
    page = client.get(path).content.decode()
    assert "接受邀请</button>" not in page and "email=new%40example.org" in page
    newcomer = factories.person()
    type(newcomer).objects.filter(pk=newcomer.pk).update(email="new@example.org")
    client.force_login(newcomer)
    assert "接受邀请</button>" in client.get(path).content.decode()
    assert client.post(path).url == reverse("application_list")
    assert Membership.objects.get(user=newcomer, organisation=firm(head)).can_submit
    assert Message.objects.inbox(head.pk).get().subject == f"{newcomer}已加入{firm(head)}"
    assert "您已经是该单位的成员" in client.get(path).content.decode()
    verbs = Record.objects.about("accounts.organisation", firm(head).pk).values_list("verb", flat=True)
    assert list(verbs) == ["invite", "join"]


def test_another_person_cannot_accept(client, head):
    stranger = factories.applicant()
    invitation = invited(head)
    client.force_login(stranger)
    page = client.get(reverse("invitation", args=[token(invitation)])).content.decode()
    assert "邮箱不一致" in page and "接受邀请</button>" not in page
    with pytest.raises(Refused, match=r"colleague@example\.org"):
        accept_invitation(invitation, actor=stranger)


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.RECOMMENDER, Role.ADMINISTRATOR])
def test_other_roles_cannot_join_an_applicant(head, role):
    clerk = factories.person(role)
    with pytest.raises(Refused, match="不是申报单位人员"):
        accept_invitation(invited(head, clerk.email), actor=clerk)


def test_a_forged_token_says_nothing(client, head):
    pk = invited(head).pk
    for forged in (f"{pk}:abc", "abc", str(pk)):
        page = client.get(reverse("invitation", args=[forged])).content.decode()
        assert "这份邀请现在不能接受" in page and str(firm(head)) not in page


def test_an_invitation_ends_after_its_days_and_when_cancelled_or_replaced(head):
    colleague = factories.person()
    first = invited(head, colleague.email)
    second = invited(head, colleague.email)
    with pytest.raises(Refused, match="重新邀请"):
        accept_invitation(first, actor=colleague)
    with clock.set_to(clock.now() + VALID + timedelta(seconds=1)), pytest.raises(Refused, match="重新邀请"):
        accept_invitation(second, actor=colleague)
    accept_invitation(second, actor=colleague)
    with pytest.raises(Refused, match="已经是本单位成员"):
        invited(head, colleague.email)


def test_only_so_many_invitations_wait_at_once(head):
    for number in range(MOST_OPEN):
        invited(head, f"colleague{number}@example.org")
    with pytest.raises(Refused, match=f"{MOST_OPEN} 份"):
        invited(head, "one-more@example.org")
    invited(head, "colleague0@example.org")


def test_a_member_without_the_right_to_submit_manages_nobody(client, head):
    colleague = factories.person(organisation=firm(head))
    Membership.objects.filter(user=colleague).update(can_submit=False)
    client.force_login(colleague)
    assert "邀请同事" not in client.get(reverse("organisation")).content.decode()
    client.post(reverse("organisation_invite", args=[firm(head).pk]), {"email": "x@example.org"})
    client.post(reverse("member_right", args=[colleague.memberships.get().pk]), {"can_submit": "yes"})
    client.post(reverse("member_remove", args=[head.memberships.get().pk]))
    assert not Invitation.objects.exists() and not colleague.memberships.get().can_submit
    assert firm(head).members.count() == 2


def test_a_member_may_leave_and_the_draft_stays(client, head):
    colleague = factories.person(organisation=firm(head))
    draft = factories.draft(by=colleague)
    client.force_login(colleague)
    client.post(reverse("member_remove", args=[colleague.memberships.get().pk]))
    assert not colleague.memberships.exists()
    client.force_login(head)
    assert client.get(reverse("application_detail", args=[draft.pk])).status_code == 200


def test_one_member_keeps_the_right_to_submit(head):
    factories.person(organisation=firm(head)).memberships.update(can_submit=False)
    own = head.memberships.get()
    with pytest.raises(Refused, match="至少要有一名"):
        set_right_to_submit(own, False, actor=head)
    with pytest.raises(Refused, match="至少要有一名"):
        remove_member(own, actor=head)
    assert head.memberships.get().can_submit


def test_a_wrong_address_is_said_at_the_field_and_kept(client, head):
    client.force_login(head)
    address = reverse("organisation_invite", args=[firm(head).pk])
    page = client.post(address, {"email": "not-an-address"}).content.decode()
    assert "请填写完整的电子邮箱" in page and 'value="not-an-address"' in page


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_two_members_taking_the_right_from_each_other_at_once_leave_one():
    first = factories.applicant()
    second = factories.person(organisation=firm(first))
    start, refused = Barrier(2), []

    def take_from(other, actor):
        start.wait()
        try:
            set_right_to_submit(other.memberships.get(), False, actor=actor)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=take_from, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert firm(first).memberships.filter(can_submit=True).count() == 1
    assert len(refused) == 1
