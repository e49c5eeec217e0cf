"""The administrators' pages: what they show, what one press does, and what it says when it may not."""

import pytest
from django.urls import reverse

from accounts.capabilities import Capability, Role
from accounts.keeping.rules import CHANGEABLE
from accounts.models import Membership, Organisation, Proposal, User
from accounts.rights.actions import propose
from accounts.rights.table import today
from journal.models import Message, Record
from tests import factories
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client) -> User:
    person = factories.administrator()
    client.force_login(person)
    return person


def post(client, address: str, /, *args, **sent):
    return client.post(reverse(address, args=args), sent, follow=True)


def test_home_shows_what_waits_and_what_is_missing(client, administrator, settings):
    settings.HELP_CONTACT = ""
    person = factories.person(name="示例候任")
    propose("grant", actor=factories.administrator(), person=person, roles=[Role.CLERK], reason="岗位调整")
    page = text_of(client.get(reverse("administration")))
    assert "授予角色：示例候任" in page and "HELP_CONTACT" in page and "确认评选决定」的只有 0 人" in page
    settings.HELP_CONTACT = "010-12345678"
    assert "HELP_CONTACT" not in text_of(client.get(reverse("administration")))


def test_an_account_with_mixed_rights_is_named_on_the_home(client, administrator):
    both = factories.person(Role.ADMINISTRATOR, also=[Role.CLERK], name="示例两任")
    assert f"{both.name}（{both.email}）：管理员不能同时" in text_of(client.get(reverse("administration")))


@pytest.mark.parametrize("several", [1, 3])
@pytest.mark.parametrize("name", ["person_list", "unit_list", "proposal_list"])
def test_lists_take_the_same_number_of_queries(
    client, administrator, django_assert_max_num_queries, name, several
):
    other = factories.administrator()
    for _ in range(several):
        person = factories.applicant()
        propose("grant", actor=other, person=person, roles=[Role.CLERK], reason="岗位调整")
    with django_assert_max_num_queries(11):
        assert client.get(reverse(name)).status_code == 200


def test_people_are_searched_by_name_address_telephone_and_organisation(client, administrator):
    unit = factories.organisation(name="示例能源公司")
    person = factories.person(Role.APPLICANT, unit, name="示例查找", phone="010-87654321")
    factories.person(name="别人")
    for words in ("示例查找", person.email, "87654321", "能源公司"):
        page = client.get(reverse("person_list"), {"q": words})
        assert list(page.context["page"]) == [person], words
    closed = client.get(reverse("person_list"), {"account": "closed"})
    assert list(closed.context["page"]) == []


def test_the_list_goes_out_as_excel(client, administrator):
    answer = client.get(reverse("person_list"), {"format": "excel"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet") and len(b"".join(answer)) > 3000


def test_a_reviewer_is_opened_at_once_and_sets_the_password_alone(client, administrator):
    sent = {
        "email": "New@example.org",
        "name": "示例专家",
        "phone": "",
        "roles": [Role.REVIEWER],
        "reason": "入库",
    }
    assert "设置密码的方法已发到该邮箱" in text_of(post(client, "person_create", **sent))
    person = User.objects.get(email="new@example.org")
    assert not person.has_usable_password() and person.roles == {Role.REVIEWER}
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "new@example.org"})


def test_a_clerk_is_only_proposed(client, administrator):
    sent = {
        "email": "new@example.org",
        "name": "示例科员",
        "phone": "",
        "roles": [Role.CLERK],
        "reason": "新到岗",
    }
    assert "待另一位管理员确认" in text_of(post(client, "person_create", **sent))
    assert (
        not User.objects.filter(email="new@example.org").exists() and Proposal.objects.get().kind == "account"
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"roles": [Role.RECOMMENDER]}, "必须属于一个推荐单位"),
        ({"roles": [Role.CLERK, Role.ADMINISTRATOR]}, "不能同时有市级业务"),
        ({"email": "不是邮箱"}, "请填写电子邮箱，例如"),
        ({"phone": "abc"}, "电话"),
        ({"reason": ""}, "请写明理由"),
        ({"roles": []}, "至少选择一个角色"),
    ],
)
def test_a_faulty_account_is_refused_at_the_field_and_nothing_is_lost(client, administrator, changes, why):
    sent = {
        "email": "new@example.org",
        "name": "示例新人",
        "phone": "",
        "roles": [Role.REVIEWER],
        "reason": "入库",
    }
    page = text_of(post(client, "person_create", **sent | changes))
    assert why in page and not User.objects.filter(name="示例新人").exists()


def test_a_reviewer_with_open_sheets_keeps_the_role(client, administrator):
    reviewer = factories.reviewer()
    factories.in_review(reviewers=[reviewer])
    page = text_of(post(client, "person_withdraw_role", reviewer.pk, Role.REVIEWER, reason="退出专家库"))
    assert "还有 1 份评分表没有提交" in page and User.objects.get(pk=reviewer.pk).roles == {Role.REVIEWER}
    idle = factories.reviewer()
    post(client, "person_withdraw_role", idle.pk, Role.REVIEWER, reason="退出专家库")
    assert User.objects.get(pk=idle.pk).roles == set()


def test_a_right_is_taken_by_one_at_once_and_told(client, administrator):
    clerk, chief = factories.staff(), factories.person(Role.CHIEF)
    post(client, "person_withdraw_role", clerk.pk, Role.CHIEF, reason="调岗")
    assert Role.CHIEF not in User.objects.get(pk=clerk.pk).roles
    assert {clerk.pk, chief.pk} <= set(Message.objects.values_list("recipient_id", flat=True))


@pytest.mark.parametrize(
    "name", ["person_close", "person_reset", "person_email", "person_correct", "person_roles"]
)
def test_nobody_acts_on_the_own_account(client, administrator, name):
    sent = {
        "email": "n@example.org",
        "name": "改名",
        "roles": ["reviewer"],
    }
    page = text_of(post(client, name, administrator.pk, reason="试试", **sent))
    assert "自己账号" in page
    same = User.objects.get(pk=administrator.pk)
    assert same.is_active and same.name == administrator.name and same.roles == {Role.ADMINISTRATOR}


def test_closing_the_last_who_may_submit_warns(client, administrator):
    head = factories.applicant()
    unit = head.organisations.get()
    page = text_of(client.get(reverse("person", args=[head.pk])))
    assert f"停用后，「{unit.name}」没有可提交申报的成员" in page
    membership = Membership.objects.get(user=head)
    page = text_of(post(client, "unit_member_right", membership.pk, can_submit="0"))
    assert "唯一可提交申报的成员" in page and Membership.objects.get(pk=membership.pk).can_submit
    post(client, "unit_member_right", membership.pk, can_submit="0", sure="1")
    assert not Membership.objects.get(pk=membership.pk).can_submit


def test_an_organisation_is_corrected_with_a_reason_and_its_members_hear_of_it(client, administrator):
    head = factories.applicant()
    unit = head.organisations.get()
    sent = {name: getattr(unit, name) for name in ("uscc", "nature", "district", "address")}
    page = text_of(post(client, "unit_correct", unit.pk, name="示例更名公司", reason="", **sent))
    assert "请写明理由" in page and Organisation.objects.get(pk=unit.pk).name == unit.name
    post(client, "unit_correct", unit.pk, name="示例更名公司", reason="营业执照变更", **sent)
    assert Organisation.objects.get(pk=unit.pk).name == "示例更名公司"
    row = Record.objects.get(verb="correct_organisation")
    assert f"由「{unit.name}」改为「示例更名公司」" in row.summary and "营业执照变更" in row.summary
    assert Message.objects.filter(recipient_id=head.pk, subject="示例更名公司的登记信息已更正").exists()


def test_a_wrong_code_is_refused_at_the_field(client, administrator):
    unit = factories.organisation()
    sent = {name: getattr(unit, name) for name in ("name", "nature", "district", "address")}
    page = text_of(post(client, "unit_correct", unit.pk, uscc=unit.uscc[:-1] + "0", reason="更正", **sent))
    assert "统一社会信用代码有误" in page


def test_a_bureau_is_entered_and_a_second_of_the_district_is_not(client, administrator):
    factories.bureau()
    sent = {
        "kind": "bureau",
        "name": "示例区局",
        "uscc": "",
        "nature": "",
        "district": "haidian",
        "address": "",
    }
    assert "每个区只有一个生态环境部门" in text_of(post(client, "unit_create", **sent))
    post(client, "unit_create", **sent | {"district": "yanqing"})
    assert Organisation.objects.filter(name="示例区局", district="yanqing").exists()


def test_the_second_administrator_confirms_on_the_page_and_sees_who_else_it_may_be(client, administrator):
    other, twin = factories.administrator(), factories.person(Role.CHIEF, name="示例同名")
    person = factories.person(name="示例同名")
    made = propose("grant", actor=other, person=person, roles=[Role.CLERK], reason="岗位调整")
    page = text_of(client.get(made.get_absolute_url()))
    assert "可能是同一个人" in page and twin.email in page
    post(client, "proposal_confirm", made.pk, seen=made.mark)
    assert Role.CLERK in User.objects.get(pk=person.pk).roles


def test_the_table_of_rights_is_proposed_from_its_page(client, administrator):
    sent = {role: sorted(rights & set(CHANGEABLE)) for role, rights in today().items()}
    page = text_of(post(client, "rights_table", reason="没有改", **sent))
    assert "没有改动任何权限" in page
    sent[Role.PANEL_SECRETARY].append(Capability.SCREEN)
    page = text_of(post(client, "rights_table", reason="人手不足", **sent))
    assert "评审秘书增加「形式审查」" in page
    assert Capability.SCREEN not in today()[Role.PANEL_SECRETARY]


def test_the_admin_site_of_django_is_off(client, administrator):
    assert client.get("/admin/").status_code == 404
