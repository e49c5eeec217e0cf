"""The back office of administrators (programme §2.6)."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.capabilities import Role
from accounts.models import Membership, User
from programme.models import Cycle
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    """A signed-in administrator."""
    user = User.objects.create_superuser("admin@example.org", "mima-12345", name="示例管理员")
    client.force_login(user)
    return user


def test_every_list_and_page_opens(client, administrator):
    application = factories.received()
    entry = application.organisation
    for name, pk in [
        ("accounts_user", application.created_by_id),
        ("accounts_organisation", entry.pk),
        ("programme_cycle", application.cycle_id),
        ("journal_record", 1),
        ("journal_message", 1),
    ]:
        assert client.get(reverse(f"admin:{name}_changelist"), {"q": "示例"}).status_code == 200
        assert client.get(reverse(f"admin:{name}_change", args=[pk])).status_code in (200, 302)


def new_account(*organisations, **changes) -> dict:
    """What the form of a new account sends."""
    sent = {
        "email": "new@example.org",
        "name": "示例新人",
        "roles": [Role.RECOMMENDER],
        "usable_password": "true",
        "password1": "changchang-mima-1",
        "password2": "changchang-mima-1",
    }
    sent |= {"memberships-TOTAL_FORMS": len(organisations), "memberships-INITIAL_FORMS": 0}
    for index, organisation in enumerate(organisations):
        sent |= {
            f"memberships-{index}-organisation": organisation.pk,
            f"memberships-{index}-can_submit": "on",
        }
    return sent | changes


def test_an_account_is_made_with_its_role_and_organisation(client, administrator):
    bureau = factories.bureau()
    assert client.post(reverse("admin:accounts_user_add"), new_account(bureau)).status_code == 302
    person = User.objects.get(email="new@example.org")
    assert person.roles == {Role.RECOMMENDER}
    assert person.check_password("changchang-mima-1")
    assert Membership.objects.filter(user=person, organisation=bureau).exists()


def test_a_recommender_belongs_to_a_recommending_organisation(client, administrator):
    for places in ([], [factories.received().organisation]):
        answer = client.post(reverse("admin:accounts_user_add"), new_account(*places))
        assert "必须属于一个推荐单位" in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()
    reviewer = new_account(roles=[Role.REVIEWER])
    assert client.post(reverse("admin:accounts_user_add"), reviewer).status_code == 302


def test_cycles_and_the_journal_are_read_only(client, administrator):
    factories.received()
    cycle = Cycle.objects.get()
    for name, pk in [("programme_cycle", cycle.pk), ("journal_record", 1)]:
        assert client.post(reverse(f"admin:{name}_change", args=[pk]), {"year": 1}).status_code == 403
        assert client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "who", [factories.applicant, factories.recommender, factories.staff, factories.reviewer]
)
def test_nobody_else_enters(client, who):
    client.force_login(who())
    assert client.get(reverse("admin:index")).status_code == 302


def held(person) -> frozenset[str]:
    """The roles that the person holds by now."""
    return User.objects.get(pk=person.pk).roles


def change(client, person, **changes) -> str:
    """Change an account on its page, all else left as it is; the page that follows."""
    url = reverse("admin:accounts_user_change", args=[person.pk])
    form = client.get(url).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields if form[name].value() is not False}
    places = person.memberships.order_by("pk")
    sent |= {"memberships-TOTAL_FORMS": len(places), "memberships-INITIAL_FORMS": len(places)}
    for number, place in enumerate(places):
        sent |= {f"memberships-{number}-id": place.pk, f"memberships-{number}-user": person.pk}
        sent |= {f"memberships-{number}-organisation": place.organisation_id}
    kept = {name: value for name, value in (sent | changes).items() if value is not None}
    return client.post(url, kept, follow=True).content.decode()


@pytest.mark.parametrize("name", ["is_active", "is_staff", "is_superuser"])
def test_nobody_locks_the_own_account(client, administrator, name):
    assert "不能取消自己账号的这一项" in change(client, administrator, **{name: None})
    assert "不能更改自己账号的角色" in change(client, administrator, roles=[Role.CLERK])
    assert client.post(reverse("admin:accounts_user_delete", args=[administrator.pk])).status_code == 403
    administrator.refresh_from_db()
    assert getattr(administrator, name) and held(administrator) == {Role.ADMINISTRATOR}
    other = factories.staff()
    change(client, other, is_active=None)
    assert not User.objects.get(pk=other.pk).is_active


def test_an_address_is_one_account_in_whatever_letters(client, administrator):
    person = factories.staff()
    sent = new_account(email=person.email.upper(), roles=[Role.CLERK])
    answer = client.post(reverse("admin:accounts_user_add"), sent)
    assert "已有账号使用这个电子邮箱" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email=person.email.upper(), name="示例重复")
    client.post(reverse("admin:accounts_user_add"), new_account(email="New@Example.org", roles=[Role.CLERK]))
    assert User.objects.filter(email="new@example.org").exists()


def test_rev_2_a_reviewer_with_open_sheets_stays_one(client, administrator):
    reviewer = factories.in_review().score_sheets.first().reviewer
    assert "还有 1 份评分表没有提交" in change(client, reviewer, roles=[Role.CLERK])
    assert held(reviewer) == {Role.REVIEWER}
    change(client, reviewer, roles=[Role.REVIEWER, Role.CLERK])
    assert held(reviewer) == {Role.REVIEWER, Role.CLERK}
    idle = factories.reviewer()
    change(client, idle, roles=[Role.CLERK])
    assert held(idle) == {Role.CLERK}


def test_a_person_is_given_several_roles_and_they_are_kept(client, administrator):
    person = factories.recommender()
    change(client, person, roles=[Role.CLERK, Role.RECOMMENDER])
    assert held(person) == {Role.CLERK, Role.RECOMMENDER}
    change(client, person, name="示例改名")
    assert held(person) == {Role.CLERK, Role.RECOMMENDER}
    assert "请至少选择一个角色" in change(client, person, roles=None)
    listed = client.get(reverse("admin:accounts_user_changelist"), {"grants__role": Role.CLERK})
    assert list(listed.context["cl"].queryset) == [person]
    assert "推荐单位人员、业务经办人" in listed.content.decode()
    newcomer = factories.person(Role.CLERK)
    assert "必须属于一个推荐单位" in change(client, newcomer, roles=[Role.CLERK, Role.RECOMMENDER])
    assert held(newcomer) == {Role.CLERK}


def test_the_page_of_a_new_account_speaks_plain_chinese(client, administrator):
    text = client.get(reverse("admin:accounts_user_add")).content.decode()
    text += client.get(reverse("admin:accounts_user_change", args=[administrator.pk])).content.decode()
    assert "保存后可以继续设置其他各项" in text
    assert not [
        word for word in ("After you", "LDAP", "单一登入", "基于密码的验证", "超级用户状态") if word in text
    ]
