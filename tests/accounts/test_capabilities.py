"""Who may do what: every role × every capability, people with several roles, and that nobody asks for a role."""

import ast
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse

from accounts import backends
from accounts.capabilities import CAPABILITIES, CITY, Capability, Role
from accounts.guards import only_for
from accounts.models import ChangedRight, Membership, RoleGrant, User
from accounts.rules import may
from tests import factories
from tests.rooms import ROOT, modules

C = Capability
RIGHTS = {
    Role.APPLICANT: {C.APPLY},
    Role.RECOMMENDER: {C.RECOMMEND},
    Role.CLERK: {
        *{C.READ_RECEIVED, C.READ_JOURNAL, C.READ_REVIEW, C.SCREEN, C.MEND_PACKETS, C.VISIT},
        *{
            C.ASK_WORK_PLANS,
            C.PROPOSE,
            C.ANSWER_OBJECTIONS,
            C.FOLLOW_PILOTS,
            C.KEEP_LIBRARY,
            C.GATHER_CASE_FILES,
        },
        C.GRANT_QUOTAS,
    },
    Role.PAPER_CLERK: {C.READ_RECEIVED, C.READ_JOURNAL, C.REGISTER_PAPER},
    Role.PANEL_SECRETARY: {
        *{C.READ_RECEIVED, C.READ_JOURNAL, C.READ_REVIEW, C.FORM_PANELS, C.SET_RUBRICS, C.VISIT},
    },
    Role.CHIEF: {
        *{C.READ_RECEIVED, C.READ_JOURNAL, C.READ_REVIEW, C.FORM_PANELS, C.CONFIRM, C.PUBLISH, C.AWARD},
        *{C.FOLLOW_PILOTS, C.GATHER_CASE_FILES, C.SET_CYCLE, C.GRANT_QUOTAS},
    },
    Role.REVIEWER: {C.REVIEW},
    Role.ADMINISTRATOR: {C.KEEP_ACCOUNTS},
    Role.AUDITOR: {C.READ_TRACES},
}
OF_CITY = (Role.CLERK, Role.PAPER_CLERK, Role.PANEL_SECRETARY, Role.CHIEF)
MAY_NAME_ROLES = (
    "accounts",
    "portal/administration",
    "portal/personal_data",
    "config/demo",
)  # who keeps the roles, and the accounts of the demo
ROLE_NAMES = {"Role", "RoleGrant", "CAPABILITIES", "roles_with"}


def holder(*roles: Role, active: bool = True) -> User:
    """A person with these roles, kept nowhere."""
    user = User(email="person@example.org", is_active=active)
    user.hold(roles)
    return user


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "capability"), list(product(Role, Capability)))
def test_every_role_has_exactly_its_rights(role, capability):
    assert may(holder(role), capability) == (capability in RIGHTS[role])


def test_the_table_knows_every_role():
    assert set(CAPABILITIES) == set(RIGHTS) == set(Role)


def test_the_roles_of_the_city_share_all_its_work_and_no_other_role_has_any():
    assert set().union(*(RIGHTS[role] for role in OF_CITY)) == CITY
    assert not any(RIGHTS[role] & CITY for role in Role if role not in OF_CITY)


@pytest.mark.django_db
def test_several_roles_give_what_each_of_them_gives():
    both = holder(Role.CLERK, Role.RECOMMENDER)
    assert {capability for capability in Capability if may(both, capability)} == RIGHTS[Role.CLERK] | RIGHTS[
        Role.RECOMMENDER
    ]
    assert may(both, C.APPLY, C.RECOMMEND) and not may(both, C.APPLY, C.REVIEW)


@pytest.mark.django_db
def test_nobody_and_a_closed_account_may_nothing():
    for who in (None, AnonymousUser(), holder(*Role, active=False), holder()):
        assert not [capability for capability in Capability if may(who, capability)]


@pytest.mark.django_db
def test_a_guard_lets_in_who_has_one_of_its_capabilities(rf):
    page = only_for(C.SCREEN, C.REVIEW)(lambda request: HttpResponse())
    request = rf.get("/")
    for role, enters in {Role.CLERK: True, Role.REVIEWER: True, Role.APPLICANT: False}.items():
        request.user = holder(role)
        if enters:
            assert page(request).status_code == 200
        else:
            with pytest.raises(Http404):
                page(request)


@pytest.mark.django_db
def test_people_are_found_by_what_they_may_each_once():
    both = factories.person(Role.CLERK, also=[Role.REVIEWER])
    screener, reviewer = factories.staff(), factories.reviewer()
    factories.person(Role.CLERK, is_active=False)
    assert list(User.objects.who_may(C.SCREEN)) == [both, screener]
    assert list(User.objects.who_may(C.REVIEW)) == [both, reviewer]
    assert not User.objects.who_may(C.KEEP_ACCOUNTS).exists()


@pytest.mark.django_db
def test_of_an_organisation_are_told_those_whose_roles_open_its_matters_each_once():
    unit, bureau = factories.organisation(), factories.bureau()
    for organisation, does in ((unit, Role.APPLICANT), (bureau, Role.RECOMMENDER)):
        one = factories.person(does, organisation)
        several = factories.person(does, organisation, also=[Role.REVIEWER])
        factories.person(Role.REVIEWER, organisation)
        factories.person(does, organisation, is_active=False)
        assert list(User.objects.of(organisation)) == list(User.objects.of(organisation.pk)) == [one, several]
    of_both = factories.person(Role.APPLICANT, bureau)
    Membership.objects.create(user=of_both, organisation=unit)
    assert of_both in User.objects.of(unit) and of_both not in User.objects.of(bureau)
    assert not User.objects.of(None).exists()


@pytest.mark.django_db
def test_roles_are_exchanged_as_a_whole_and_held_once():
    person = factories.person(Role.CLERK, also=[Role.REVIEWER])
    person.set_roles([Role.REVIEWER, Role.APPLICANT, Role.APPLICANT])
    assert person.roles == User.objects.get(pk=person.pk).roles == {Role.REVIEWER, Role.APPLICANT}
    assert person.role_names == "申报单位人员、评审专家"
    with pytest.raises(ValidationError, match="该人员已有这个角色"):
        RoleGrant(user=person, role=Role.REVIEWER).validate_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize("backend", [backends.PlainBackend, backends.EmailBackend])
def test_a_changed_right_counts_at_once_and_everywhere(backend, django_assert_num_queries):
    secretary, clerk = factories.person(Role.PANEL_SECRETARY), factories.person(Role.CLERK)
    ChangedRight.objects.create(role=Role.PANEL_SECRETARY, capability=C.SCREEN, given=True)
    ChangedRight.objects.create(role=Role.PANEL_SECRETARY, capability=C.VISIT, given=False)
    ChangedRight.objects.create(role=Role.CLERK, capability="of_a_later_release", given=True)
    with django_assert_num_queries(1):
        person = backend().get_user(secretary.pk)
        assert may(person, C.SCREEN) and not may(person, C.VISIT) and may(person, C.FORM_PANELS)
    people = User.objects.order_by("pk").prefetch_related("grants")
    with django_assert_num_queries(2):
        rights = [person.capabilities for person in people]
    assert rights == [RIGHTS[Role.PANEL_SECRETARY] - {C.VISIT} | {C.SCREEN}, RIGHTS[Role.CLERK]]
    assert holder(Role.PANEL_SECRETARY).capabilities == rights[0]
    assert set(User.objects.who_may(C.SCREEN)) == {secretary, clerk}
    assert set(User.objects.who_may(C.VISIT)) == {clerk}


@pytest.mark.django_db
@pytest.mark.parametrize("backend", [backends.PlainBackend, backends.EmailBackend])
def test_who_is_signed_in_comes_with_the_roles_in_one_query(backend, django_assert_num_queries):
    both = factories.person(Role.CLERK, also=[Role.RECOMMENDER])
    with django_assert_num_queries(1):
        user = backend().get_user(both.pk)
        assert may(user, C.SCREEN) and may(user, C.RECOMMEND) and not may(user, C.APPLY)
    User.objects.filter(pk=both.pk).update(is_active=False)
    assert backend().get_user(both.pk) is None


@pytest.mark.django_db
def test_who_holds_no_role_signs_in_and_reads_what_is_public(client):
    user = get_user_model().objects.create_user("nobody@example.org", "mima-12345", name="示例无角色")
    client.force_login(user)
    answer = client.get("/home/", follow=True)
    assert answer.status_code == 200 and answer.wsgi_request.user == user
    assert [item.label for item in answer.context["navigation"]] == ["首页", "公示", "试点名单"]


def sources() -> list[Path]:
    """Every module of the portal but migrations."""
    return [path.relative_to(ROOT) for path in modules()]


def test_nothing_outside_accounts_and_the_demo_asks_for_a_role():
    asking = []
    for path in sources():
        if str(path).startswith(tuple(f"{place}/" for place in MAY_NAME_ROLES)):
            continue
        for node in ast.walk(ast.parse((settings.BASE_DIR / path).read_text())):
            names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
            asks = names & ROLE_NAMES or (
                isinstance(node, ast.Attribute) and node.attr in ("roles", "role_names")
            )
            if asks:
                asking.append(f"{path}:{node.lineno}")
    assert not asking, asking


def test_every_capability_is_asked_for_somewhere():
    text = "".join(
        (settings.BASE_DIR / path).read_text() for path in sources() if path.name != "capabilities.py"
    )
    assert not [capability for capability in Capability if f"Capability.{capability.name}" not in text]
