"""Rights of the city take two administrators; nothing changes before the second confirms, and everybody hears of it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.capabilities import CAPABILITIES, Capability, Role
from accounts.keeping.rules import AUDITOR_ALONE, NO_MIXING, same_person
from accounts.models import ChangedRight, Proposal, ProposalKind, ProposalState, User
from accounts.people import actions as people
from accounts.rights.actions import LAPSES_AFTER, confirm, decline, lapse_due, propose, take_back
from accounts.rights.workflow import DECIDED
from journal import clock
from journal.models import Message, Record
from journal.workflow import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> User:
    return factories.administrator()


@pytest.fixture
def second() -> User:
    return factories.administrator()


def grant(actor: User, person: User, *roles: str) -> Proposal:
    return propose(
        ProposalKind.GRANT, actor=actor, person=person, roles=roles or [Role.CLERK], reason="岗位调整"
    )


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_right_of_the_city_is_held_only_when_another_administrator_confirmed(first, second):
    person = factories.person()
    made = grant(first, person)
    assert Role.CLERK not in fresh(person).roles
    confirm(made.pk, actor=second, seen=made.mark)
    assert fresh(person).roles == {Role.APPLICANT, Role.CLERK}
    assert fresh(made).state == ProposalState.DONE


@pytest.mark.parametrize("role", [Role.CLERK, Role.PAPER_CLERK, Role.CHIEF, Role.ADMINISTRATOR, Role.AUDITOR])
def test_one_administrator_alone_gives_no_such_role(first, role):
    person = factories.person()
    with pytest.raises(Refused, match="另一位管理员"):
        people.grant_roles(person.pk, [role], actor=first)
    with pytest.raises(Refused, match="另一位管理员"):
        people.create_account(
            "new@example.org", actor=first, name="示例新人", phone="", roles=[role], organisation=None
        )
    assert (
        fresh(person).roles == {Role.APPLICANT} and not User.objects.filter(email="new@example.org").exists()
    )


def test_nobody_confirms_the_own_proposal(first):
    made = grant(first, factories.person())
    with pytest.raises(Refused, match="由您提出"):
        confirm(made.pk, actor=first, seen=made.mark)
    assert fresh(made).state == ProposalState.WAITING


def test_the_database_holds_two_persons_apart(first):
    made = grant(first, factories.person())
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=made.pk).update(state="done", decided_by=first, decided_at=clock.now())


def test_nobody_proposes_or_confirms_about_the_own_account(first, second):
    with pytest.raises(Refused, match="自己账号"):
        propose(ProposalKind.RESET, actor=first, person=first, reason="忘记密码")
    made = propose(ProposalKind.RESET, actor=first, person=second, reason="忘记密码")
    with pytest.raises(Refused, match="自己账号"):
        confirm(made.pk, actor=second, seen=made.mark)


@pytest.mark.parametrize("who", ["staff", "reviewer", "applicant", "recommender"])
def test_only_administrators_propose_and_confirm(first, who):
    other, person = getattr(factories, who)(), factories.person()
    with pytest.raises(Refused):
        grant(other, person)
    made = grant(first, person)
    for act in (
        lambda: confirm(made.pk, actor=other, seen=made.mark),
        lambda: decline(made.pk, actor=other, remark="不同意"),
        lambda: take_back(made.pk, actor=other),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    ("held", "more", "why"),
    [
        (Role.CLERK, Role.ADMINISTRATOR, NO_MIXING),
        (Role.ADMINISTRATOR, Role.CHIEF, NO_MIXING),
        (Role.AUDITOR, Role.CLERK, AUDITOR_ALONE),
        (Role.ADMINISTRATOR, Role.AUDITOR, AUDITOR_ALONE),
    ],
)
def test_administrator_city_and_auditor_are_three_persons(first, held, more, why):
    with pytest.raises(Refused) as refused:
        grant(first, factories.person(held), more)
    assert str(refused.value) == why


def test_what_happened_meanwhile_is_asked_again_when_it_is_confirmed(first, second):
    person = factories.person()
    made = grant(first, person, Role.CLERK)
    person.set_roles([Role.APPLICANT, Role.AUDITOR])
    with pytest.raises(Refused, match="审计人员"):
        confirm(made.pk, actor=second, seen=fresh(made).mark)
    assert fresh(person).roles == {Role.APPLICANT, Role.AUDITOR}


def test_a_proposer_whose_account_was_closed_counts_no_more(first, second):
    made = grant(first, factories.person())
    people.close_account(first.pk, actor=second, reason="离职")
    with pytest.raises(Refused, match="停用"):
        confirm(made.pk, actor=second, seen=made.mark)


def test_who_saw_something_else_confirms_nothing(first, second):
    made = grant(first, factories.person())
    seen = made.mark
    Proposal.objects.filter(pk=made.pk).update(roles=[Role.CHIEF])
    with pytest.raises(Refused, match="刚刚有变动"):
        confirm(made.pk, actor=second, seen=seen)


def test_the_person_the_administrators_and_who_confirms_decisions_hear_of_it(first, second):
    person, chief = factories.person(), factories.person(Role.CHIEF)
    clerk = factories.person(Role.CLERK)
    made = grant(first, person)
    confirm(made.pk, actor=second, seen=made.mark)
    told = dict.fromkeys(Message.objects.values_list("recipient_id", flat=True))
    assert {person.pk, first.pk, second.pk, chief.pk} <= set(told) and clerk.pk not in told
    rows = Record.objects.about(User._meta.label_lower, person.pk)
    assert [row.verb for row in rows] == ["propose_rights", "confirm_rights"]
    assert "业务经办人" in rows[1].summary and rows[1].actor_id == second.pk


def test_an_account_of_the_city_is_opened_by_two_and_its_password_known_to_nobody(first, second):
    made = propose(
        ProposalKind.ACCOUNT,
        actor=first,
        reason="新到岗",
        email="New@Example.org",
        name="示例新人",
        phone="",
        roles=[Role.CLERK],
    )
    assert not User.objects.filter(email="new@example.org").exists()
    confirm(made.pk, actor=second, seen=made.mark)
    person = User.objects.get(email="new@example.org")
    assert person.roles == {Role.CLERK} and not person.has_usable_password()
    assert "设置密码" in Message.objects.get(recipient_id=person.pk).body


def test_resetting_a_person_of_the_city_takes_two_and_ends_the_sessions(client, first, second):
    clerk = factories.staff()
    client.force_login(clerk)
    with pytest.raises(Refused, match="另一位管理员"):
        people.reset_credentials(clerk.pk, actor=first, reason="忘记密码")
    made = propose(ProposalKind.RESET, actor=first, person=clerk, reason="忘记密码")
    assert client.get("/home/").headers["Location"] != "/accounts/login/?next=/home/"
    confirm(made.pk, actor=second, seen=made.mark)
    assert client.get("/home/").headers["Location"] == "/accounts/login/?next=/home/"


def test_the_address_of_a_person_of_the_city_takes_two_and_the_old_one_hears_of_it(first, second):
    clerk = factories.staff()
    before = clerk.email
    with pytest.raises(Refused, match="另一位管理员"):
        people.change_email(clerk.pk, "taken.over@example.org", actor=first, reason="换邮箱")
    made = propose(
        ProposalKind.EMAIL, actor=first, person=clerk, email="new.address@example.org", reason="换邮箱"
    )
    confirm(made.pk, actor=second, seen=made.mark)
    assert fresh(clerk).email == "new.address@example.org"
    assert Message.objects.filter(email=before, recipient_id=None, subject="您的登录邮箱已更改").exists()


def test_opening_a_closed_account_of_the_city_takes_two_and_closing_it_one(first, second):
    clerk = factories.staff()
    people.close_account(clerk.pk, actor=first, reason="调离")
    assert not fresh(clerk).is_active
    with pytest.raises(Refused, match="另一位管理员"):
        people.reopen_account(clerk.pk, actor=first)
    made = propose(ProposalKind.REOPEN, actor=first, person=clerk, reason="调回")
    confirm(made.pk, actor=second, seen=made.mark)
    assert fresh(clerk).is_active


def test_city_accounts_that_share_name_or_telephone_are_shown(first):
    one = factories.person(Role.CLERK, name="示例甲", phone="010-12345678")
    other = factories.person(Role.CHIEF, name="示例乙", phone="010-12345678")
    factories.person(name="示例甲")  # an applicant of the same name decides nothing
    new = factories.person(name="示例甲", phone="010-12345678")
    assert same_person(grant(first, new)) == [one, other]


def test_no_and_taking_back_change_nothing_and_are_recorded(first, second):
    person = factories.person()
    made = grant(first, person)
    with pytest.raises(Refused, match="原因"):
        decline(made.pk, actor=second, remark=" ")
    decline(made.pk, actor=second, remark="不符合岗位")
    again = grant(first, person)
    take_back(again.pk, actor=first)
    assert fresh(person).roles == {Role.APPLICANT}
    assert [fresh(row).state for row in (made, again)] == [ProposalState.DECLINED, ProposalState.WITHDRAWN]
    with pytest.raises(Refused, match=DECIDED):
        confirm(made.pk, actor=second, seen=made.mark)


def test_what_nobody_confirmed_lapses_after_two_weeks(first, second):
    made = grant(first, factories.person())
    Proposal.objects.filter(pk=made.pk).update(proposed_at=clock.now() - LAPSES_AFTER - timedelta(minutes=1))
    assert lapse_due() == 1 and lapse_due() == 0
    with pytest.raises(Refused, match=DECIDED):
        confirm(made.pk, actor=second, seen=fresh(made).mark)


def test_the_same_waits_once(first):
    person = factories.person()
    grant(first, person)
    with pytest.raises(Refused, match="待确认"):
        grant(first, person, Role.CHIEF)


def test_the_table_of_rights_is_changed_by_two_and_counts_at_once(first, second):
    secretary = factories.person(Role.PANEL_SECRETARY)
    changed = [
        (Role.PANEL_SECRETARY, Capability.SCREEN, True),
        (Role.PANEL_SECRETARY, Capability.VISIT, False),
    ]
    made = propose(ProposalKind.TABLE, actor=first, reason="人手不足", changed=changed)
    assert Capability.SCREEN not in fresh(secretary).capabilities
    confirm(made.pk, actor=second, seen=made.mark)
    now = fresh(secretary).capabilities
    assert Capability.SCREEN in now and Capability.VISIT not in now
    back = propose(
        ProposalKind.TABLE, actor=first, reason="恢复", changed=[(r, c, not g) for r, c, g in changed]
    )
    confirm(back.pk, actor=second, seen=back.mark)
    assert fresh(secretary).capabilities == CAPABILITIES[Role.PANEL_SECRETARY]
    assert not ChangedRight.objects.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((Role.ADMINISTRATOR, Capability.CONFIRM, True), "只能调整市级角色"),
        ((Role.CLERK, Capability.KEEP_ACCOUNTS, True), "只能调整市级角色"),
        ((Role.APPLICANT, Capability.SCREEN, True), "只能调整市级角色"),
        ((Role.CLERK, Capability.READ_RECEIVED, False), "只能调整市级角色"),
        ((Role.PAPER_CLERK, Capability.REGISTER_PAPER, False), "没有任何角色能办理"),
    ],
)
def test_the_table_keeps_accounts_apart_and_every_right_with_somebody(first, change, why):
    with pytest.raises(Refused, match=why):
        propose(ProposalKind.TABLE, actor=first, reason="试试", changed=[change])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does():
    first, others = factories.administrator(), [factories.administrator() for _ in range(3)]
    person = factories.person()
    made = grant(first, person)
    said, barrier = [], Barrier(4)

    def run(act) -> None:
        barrier.wait()
        try:
            act()
            said.append("done")
        except Refused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    acts = [lambda other=other: confirm(made.pk, actor=other, seen=made.mark) for other in others[:2]]
    acts += [
        lambda: decline(made.pk, actor=others[2], remark="不同意"),
        lambda: confirm(made.pk, actor=first, seen=made.mark),
    ]
    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("done") == 1 and len(said) == 4
    decided = fresh(made)
    assert decided.decided_by_id not in (None, first.pk)
    assert (Role.CLERK in fresh(person).roles) == (decided.state == ProposalState.DONE)
    assert Record.objects.filter(verb__in=["confirm_rights", "decline_rights"]).count() == 1
