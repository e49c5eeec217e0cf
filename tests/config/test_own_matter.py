"""Who works for the city and belongs to an applicant keeps away from its applications, in every table of verbs (REV-2)."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from accounts.rules import OWN_MATTER
from applications.models import Application
from applications.workflow import APPLICATION
from journal import clock
from journal.acts import anyone
from journal.workflow import Refused
from pilots.acts import GRANT_SUPPORT, INTEND_WITHDRAWAL, PROPOSE_TITLE
from pilots.lives import life_of
from pilots.workflow import TITLE_PROPOSAL, WITHDRAWAL
from portal.case_file.acts import ASK_CASE_FILE, DOWNLOAD_CASE_FILE
from programme.acts import SET_GRADE
from programme.notice import Sheet
from reviews.acts import ASK_WORK_PLAN, DRAW_REVIEWERS, EXCLUDE_REVIEWER, PLAN_VISIT, TAKE_OUT_REVIEWER
from reviews.decisions.actions import Proposal, confirm_decisions, propose_decisions
from reviews.models import Decision, PublicNotice, SiteVisit, VisitCase
from reviews.workflow import (
    DECISION,
    OBJECTION,
    PUBLIC_NOTICE,
    SCORE_SHEET,
    VISIT,
    VISIT_CASE,
)
from tests import factories
from tests.factories.pilots import LONGEST_NOTICE
from tests.reviews.steps import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain():
    """A person of the city."""
    return factories.staff()


def insider(*applications: Application):
    """A person of the city who belongs to the applicants."""
    person = factories.staff()
    for application in applications:
        Membership.objects.create(user=person, organisation=application.organisation)
    return person


def kept_away(table, row, plain, own) -> set[str]:
    """The verbs that a person of the city may do to a row; the insider may none of them, and hears why."""
    of_city = {name: verb for name, verb in table.verbs.items() if verb.who is not anyone}
    verbs = {name for name, verb in of_city.items() if verb.who(plain, row)}
    assert not [name for name in verbs if table.verbs[name].who(own, row)]
    assert row.why_barred(own) == OWN_MATTER and row.why_barred(plain) == ""
    return verbs


def test_rev_2_no_verb_of_the_city_is_open_to_who_belongs_to_the_applicant(plain):
    case = factories.decided()
    factories.visit(other := factories.accepted())
    own = insider(case, other)
    assert {"accept", "put_before_panel", "register_paper", "propose", "keep", "select"} <= kept_away(
        APPLICATION, case, plain, own
    )
    assert {"exclude", "reopen_sheet"} <= kept_away(SCORE_SHEET, case.score_sheets.first(), plain, own)
    assert {"propose_decision", "confirm_decision", "publish_decision"} <= kept_away(
        DECISION, Decision.objects.get(), plain, own
    )
    assert {"change", "cancel"} <= kept_away(VISIT, SiteVisit.objects.get(), plain, own)
    assert "hand_in" in kept_away(VISIT_CASE, VisitCase.objects.get(application=other), plain, own)
    for act in (ASK_WORK_PLAN, EXCLUDE_REVIEWER, PLAN_VISIT, ASK_CASE_FILE, DOWNLOAD_CASE_FILE):
        assert act.can(plain, case) and not act.can(own, case)
    assert SET_GRADE.can(plain, case.entry) and not SET_GRADE.can(own, case.entry)
    panel = case.score_sheets.first().panel
    for act in (DRAW_REVIEWERS, TAKE_OUT_REVIEWER):
        assert act.can(plain, panel) and not act.can(own, panel)


def test_rev_2_nor_the_notice_and_what_follows(plain):
    case = factories.selected()
    own, entry = insider(case), case.entry
    assert {"confirm_list", "award"} <= kept_away(PUBLIC_NOTICE, PublicNotice.objects.get(), plain, own)
    pilot = entry.pilot
    assert {"approve_plan", "grant_title", "withdraw"} <= kept_away(life_of(pilot), pilot, plain, own)
    for act in (PROPOSE_TITLE, INTEND_WITHDRAWAL):
        assert act.can(plain, pilot) and not act.can(own, pilot)
    proposal, withdrawal = TITLE_PROPOSAL.model(pilot=pilot), WITHDRAWAL.model(pilot=pilot)
    assert {"grant_proposed_title", "return_title"} <= kept_away(TITLE_PROPOSAL, proposal, plain, own)
    assert {"propose_withdrawal", "decide_withdrawal"} <= kept_away(WITHDRAWAL, withdrawal, plain, own)
    assert GRANT_SUPPORT.can(plain, entry) and not GRANT_SUPPORT.can(own, entry)
    objection = OBJECTION.model(notice=PublicNotice.objects.get(), item=case.public_notice_item)
    assert "take_objection" in kept_away(OBJECTION, objection, plain, own)


def test_rev_2_the_applicant_s_own_verbs_stay_open(plain):
    case = factories.received()
    own = insider(case)
    assert APPLICATION.can("withdraw", case, own) and not APPLICATION.can("accept", case, own)


def test_rev_2_other_applications_stay_open():
    case, other = factories.received(), factories.received()
    assert APPLICATION.can("accept", other, insider(case))


def test_rev_2_the_act_itself_refuses_also_after_a_membership_that_was_gained_later(plain):
    case = factories.scored(scores=[7, 8, 9])
    (decision,) = propose_decisions([Proposal(case.pk, "selected", "示例理由。")], actor=factories.staff())
    own = insider(case)
    with pytest.raises(Refused, match="您是申报单位的成员"):
        confirm_decisions({decision.pk: decision.mark}, actor=own)
    with pytest.raises(Refused, match="您是申报单位的成员"):
        propose_decisions([Proposal(case.pk, "kept", "示例理由。", seen=decision.mark)], actor=own)
    received = factories.received(by=case.created_by)
    with pytest.raises(Refused, match="您是申报单位的成员"):
        factories.screen(received.pk, actor=own, outcome="not_eligible", findings={}, remarks="示例。")
    with pytest.raises(Refused, match="您是申报单位的成员"):
        APPLICATION.perform("register_paper", received.pk, actor=own).__enter__()
    confirm_decisions({decision.pk: decision.mark}, actor=plain)


def test_rev_2_buttons_follow(client):
    case, scored = factories.received(), factories.scored(scores=[7, 8, 9])
    own = insider(case, scored)
    client.force_login(own)
    assert "提交审查结论" not in text_of(client.get(reverse("screening", args=[case.pk])))
    (decision,) = propose_decisions([Proposal(scored.pk, "selected", "示例理由。")], actor=factories.staff())
    page = text_of(client.get(reverse("decision_confirm")))
    assert f'value="{decision.mark}"' not in page
    assert "重新提议" not in text_of(client.get(reverse("decide", args=[scored.pk])))


def offered(client, person, *address) -> str:
    """What a page says to a person; the form of every act stands in it with its address."""
    client.force_login(person)
    return text_of(client.get(reverse(address[0], args=address[1:])))


def test_rev_2_no_page_offers_an_act_that_is_refused_to_who_belongs_to_the_applicant(client, plain):
    fits, kept, pilot = factories.accepted(), factories.kept(), factories.selected(Sheet.LEADER).entry.pilot
    zone = factories.in_review(Sheet.PARK)
    own = insider(fits, kept, pilot.entry.application, zone)
    group = factories.panel(fits, [factories.reviewer() for _ in range(3)])
    for words, *address in (
        (f'value="{fits.pk}"', "panel_detail", group.pk),
        (fits.number, "panel_draw", group.pk),
        (reverse("library_grade", args=[kept.entry_id]), "library_list"),
        ("登记支持措施</h3>", "pilot_detail", pilot.pk),
        ("登记支持措施</h3>", "library_support", kept.entry_id),
        ("登记支持措施</a>", "application_detail", kept.pk),
        ('name="seen"', "compliance_edit", fits.pk),
        (f'value="{zone.pk}"', "work_plan_list"),
    ):
        assert words in offered(client, plain, *address), address
        assert words not in offered(client, own, *address), address


def test_rev_2_the_page_of_a_notice_offers_its_list_to_others_only(client, plain):
    case = factories.proposed()
    notice = PublicNotice.objects.get()
    with clock.set_to(notice.ends_at + LONGEST_NOTICE):
        assert "确认这份名单" in offered(client, plain, "public_notice_manage", notice.pk)
        page = offered(client, insider(case), "public_notice_manage", notice.pk)
    assert "确认这份名单" not in page and OWN_MATTER in page
