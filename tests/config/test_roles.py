"""People with several roles, and a role with fewer rights, through the pages of all rooms."""

import pytest
from django.urls import reverse

from accounts.capabilities import CAPABILITIES, Capability, Role
from accounts.models import User
from applications.models import Application, Remark, Revision
from applications.paper.desk.actions import register_paper
from applications.states import State
from applications.workflow import APPLICATION
from face.fields import today
from journal import clock
from journal.models import Message
from journal.workflow import Refused
from portal.navigation import links_of
from programme.notice import Sheet
from reviews.models import DeclaredConflict, ReviewerProfile, Screening, SiteVisit, VisitCase
from reviews.states import Conflict
from reviews.visits.planning.actions import visitors_words
from reviews.visits.planning.forms import PlanForm
from tests import factories

pytestmark = pytest.mark.django_db
PASSED = {"outcome": Screening.Outcome.ACCEPTED, "compliance_reason": "主管部门尚未函复。"}


def addresses(user) -> list[str]:
    """The names of all addresses of the navigation of a person, of both levels."""
    return [link.name for entry in links_of(user) for link in getattr(entry, "links", (entry,))]


def status(client, name: str, *args) -> int:
    """What the person gets at an address."""
    return client.get(reverse(name, args=args)).status_code


@pytest.fixture
def clerk_of_both() -> User:
    """A person of the city who works for a district bureau as well."""
    return factories.person(Role.CLERK, factories.bureau(), also=[Role.RECOMMENDER])


def test_today_s_roles_keep_their_navigation():
    assert addresses(factories.applicant()) == ["application_list", "pilot_list", "organisation"]
    assert addresses(factories.recommender()) == ["recommender_list"]
    assert addresses(factories.reviewer()) == ["reviewer_desk", "visit_list", "reviewer_profile"]
    assert addresses(factories.person(Role.ADMINISTRATOR)) == [
        *("administration", "person_list", "unit_list", "proposal_list", "rights_table"),
    ]
    assert [link.label for link in links_of(factories.staff())] == [
        *("形式审查", "纸质材料", "评审", "试点管理", "项目库", "年度"),
    ]


def test_every_role_starts_at_its_desk(client):
    for role, desk in [
        (Role.APPLICANT, "application_list"),
        (Role.RECOMMENDER, "recommender_list"),
        (Role.CLERK, "screening_list"),
        (Role.REVIEWER, "reviewer_desk"),
        (Role.ADMINISTRATOR, "administration"),
    ]:
        client.force_login(factories.person(role))
        assert client.get(reverse("home")).headers["Location"] == reverse(desk)


def test_who_holds_all_roles_finds_every_desk_once():
    everything = factories.person(Role.APPLICANT, also=[role for role in Role if role != Role.APPLICANT])
    found = addresses(everything)
    assert len(found) == len(set(found))
    assert set(found) == {name for role in Role for name in addresses(factories.person(role))}


def test_who_works_for_city_and_bureau_has_both_desks_and_mixes_nothing(client, clerk_of_both):
    waiting = factories.submitted(Sheet.PARK)
    received = factories.received()
    elsewhere = factories.draft()
    client.force_login(clerk_of_both)
    page = client.get(reverse("home"), follow=True)
    assert {item.label for item in page.context["navigation"]} >= {"形式审查", "初审推荐"}
    assert set(Application.objects.visible_to(clerk_of_both)) == {waiting, received}
    listed = client.get(reverse("recommender_list")).content.decode()
    assert waiting.title in listed and received.number not in listed
    assert [status(client, "recommender_form", each.pk) for each in (waiting, received)] == [200, 404]
    assert [status(client, "screening", each.pk) for each in (waiting, received)] == [404, 200]
    detail = [status(client, "application_detail", each.pk) for each in (waiting, received, elsewhere)]
    assert detail == [200, 200, 404]


def test_who_works_for_city_and_bureau_forwards_and_screens(client, clerk_of_both):
    park = factories.forward(factories.submitted(Sheet.PARK), by=clerk_of_both)
    factories.screen(park.pk, actor=clerk_of_both, findings=factories.met(park.sheet), **PASSED)
    park.refresh_from_db()
    assert park.state == State.ACCEPTED


def test_what_a_bureau_may_not_read_stays_closed_until_the_city_has_it(client, clerk_of_both):
    """As a recommender a person reads the versions that were sent to it; what the city received it reads wholly."""
    firm = factories.applicant()
    moved = factories.submitted(to=factories.bureau("yanqing"), by=firm)
    factories.actions.take_back(moved.pk, actor=firm)
    assert not Revision.objects.visible_to(clerk_of_both).exists()
    received = factories.received()
    assert set(Revision.objects.visible_to(clerk_of_both)) == set(received.revisions.all())
    assert not Remark.objects.visible_to(clerk_of_both).exists()
    client.force_login(clerk_of_both)
    for application in (factories.submitted(Sheet.PARK), received):
        assert status(client, "application_detail", application.pk) == 200


def test_an_applicant_s_reviewer_keeps_both_sides(client):
    """Somebody of an applicant who reviews elsewhere sees the own application and the assigned sheets, nothing more."""
    both = factories.person(Role.APPLICANT, factories.organisation(), also=[Role.REVIEWER])
    own, case = factories.received(by=both), factories.in_review(reviewers=[both])
    assert list(Application.objects.visible_to(both)) == [own]
    client.force_login(both)
    assert [status(client, name) for name in ("application_list", "reviewer_desk", "visit_list")] == [200] * 3
    assert status(client, "reviewer_sheet", case.score_sheets.get().pk) == 200
    assert status(client, "application_detail", case.pk) == 404
    visited, away = factories.visit(case, visitors=[both]), factories.visit(case)
    assert [visit in SiteVisit.objects.visible_to(both) for visit in (visited, away)] == [True, False]


def test_rev_2_an_applicant_s_reviewer_sees_of_a_visit_to_several_only_the_own(client):
    both = factories.person(Role.APPLICANT, factories.organisation(), also=[Role.REVIEWER])
    own, other = factories.accepted(by=both), factories.accepted()
    visit = factories.visit(own, other)
    client.force_login(both)
    page = client.get(reverse("visit", args=[visit.pk])).content.decode()
    assert own.number in page and other.number not in page
    assert not VisitCase.objects.visible_to(both).exists()


def test_the_profile_of_a_reviewer_who_forms_panels_is_the_own(client):
    both = factories.person(Role.CLERK, also=[Role.REVIEWER])
    other = factories.reviewer()
    ReviewerProfile.objects.create(reviewer=other, organisation=factories.organisation(name="别人的单位"))
    declared = DeclaredConflict.objects.create(
        reviewer=other, organisation="别人声明的单位", kind=Conflict.CONTRACT, declared_at=clock.now()
    )
    client.force_login(both)
    page = client.get(reverse("reviewer_profile")).content.decode()
    assert "别人的单位" not in page and "别人声明的单位" not in page
    assert client.post(reverse("conflict_withdraw", args=[declared.pk])).status_code == 404


def test_who_is_asked_twice_goes_on_a_visit_once_and_is_not_named():
    """Of the city and a reviewer: counted among the experts, on the safe side (REV-2), also when the account is closed."""
    both = factories.person(Role.CLERK, also=[Role.REVIEWER], name="示例两任")
    form = PlanForm()
    assert both in form.fields["staff"].queryset and both in form.fields["reviewers"].queryset
    form.cleaned_data = {"staff": [both], "reviewers": [both]}
    assert form.visitors == [both]
    visit = factories.visit(factories.accepted(), visitors=[both])
    assert visitors_words(visit) == "评审专家 1 人"
    User.objects.filter(pk=both.pk).update(is_active=False)
    assert visitors_words(SiteVisit.objects.get()) == "评审专家 1 人"


@pytest.mark.parametrize("capability", [each for each in Capability if each != Capability.KEEP_ACCOUNTS])
def test_whatever_a_right_alone_is_shown_it_may_open(client, monkeypatch, capability):
    """Navigation and guards ask for the same; the back office asks Django's own marks besides."""
    monkeypatch.setitem(CAPABILITIES, "one_right", frozenset({Capability.READ_RECEIVED, capability}))
    at = factories.bureau() if capability == Capability.RECOMMEND else factories.organisation()
    person = factories.person("one_right", at)
    client.force_login(person)
    assert not [name for name in addresses(person) if status(client, name) not in (200, 302)]


@pytest.fixture
def paper_clerk() -> User:
    """A person with the one role of the paper desk."""
    return factories.person(Role.PAPER_CLERK)


def test_a_role_with_fewer_rights_finds_its_desk_and_nothing_else(client, paper_clerk):
    application = factories.received()
    client.force_login(paper_clerk)
    assert client.get(reverse("home")).headers["Location"] == reverse("paper_desk")
    assert addresses(paper_clerk) == ["paper_desk"]
    for name in (
        "screening_list",
        "panel_list",
        "ranking",
        "decision_confirm",
        "public_notice_desk",
        "cycle_list",
    ):
        assert status(client, name) == 404
    assert status(client, "application_detail", application.pk) == 200
    assert status(client, "screening", application.pk) == status(client, "case_file", application.pk) == 404


def test_a_role_with_fewer_rights_does_its_work_and_no_other(paper_clerk):
    application = factories.received()
    assert APPLICATION.available(application, paper_clerk) == [
        "register_paper",
        "correct_paper",
        "remind_paper",
    ]
    register_paper(application.current_revision, actor=paper_clerk, copies=5, received_on=today(), note="")
    with pytest.raises(Refused, match="权限"):
        factories.screen(application.pk, actor=paper_clerk, findings={}, **PASSED)
    before = Message.objects.filter(recipient_id=paper_clerk.pk).count()
    factories.decide(factories.scored())
    assert Message.objects.filter(recipient_id=paper_clerk.pk).count() == before
