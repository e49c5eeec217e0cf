"""The back office of administrators (programme §2.6)."""

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from pilots.models import Cycle
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
        ("pilots_cycle", application.cycle_id),
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
        "role": Role.RECOMMENDER,
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
    assert person.role == Role.RECOMMENDER
    assert person.check_password("changchang-mima-1")
    assert Membership.objects.filter(user=person, organisation=bureau).exists()


def test_a_recommender_belongs_to_a_recommending_organisation(client, administrator):
    for places in ([], [factories.received().organisation]):
        answer = client.post(reverse("admin:accounts_user_add"), new_account(*places))
        assert "必须属于一个推荐单位" in answer.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()
    reviewer = new_account(role=Role.REVIEWER)
    assert client.post(reverse("admin:accounts_user_add"), reviewer).status_code == 302


def test_cycles_and_the_journal_are_read_only(client, administrator):
    factories.received()
    cycle = Cycle.objects.get()
    for name, pk in [("pilots_cycle", cycle.pk), ("journal_record", 1)]:
        assert client.post(reverse(f"admin:{name}_change", args=[pk]), {"year": 1}).status_code == 403
        assert client.post(reverse(f"admin:{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "who", [factories.applicant, factories.recommender, factories.staff, factories.reviewer]
)
def test_nobody_else_enters(client, who):
    client.force_login(who())
    assert client.get(reverse("admin:index")).status_code == 302
