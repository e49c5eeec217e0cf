"""The main pages of every role have no violation of WCAG 2.2 AA that axe finds, and fit their window."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from applications.dossier.revision import code_of
from journal import clock
from journal.clock import BEIJING
from programme.notice import Sheet
from reviews.models import ScoreSheet
from tests import factories
from tests.browser import steps, widths


@pytest.fixture
def violations(page, axe):
    """Return ``violations(paths)``: what axe finds on each, and how far it stands out of the window."""

    def look(paths: list[str]) -> dict[str, list]:
        widths.watch(page)
        found = {}
        for path in paths:
            assert page.goto(path).ok, path
            found[path] = axe(page)
        measured = widths.measured(page)
        assert {urlsplit(path).path for path in paths} <= measured.keys()
        wide = {path: [f"{excess} px too wide"] for path, excess in measured.items() if excess > 0}
        return {path: lines for path, lines in (found | wide).items() if lines}

    return look


def _paths(*names: str | tuple) -> list[str]:
    """Addresses of URL names, with their arguments where they have any."""
    parts = ((name,) if isinstance(name, str) else name for name in names)
    return [reverse(name, args=args) for name, *args in parts]


def test_public_pages(violations):
    chosen = factories.selected(Sheet.LEADER)
    types = [("public_type", sheet.value) for sheet in Sheet]
    names = ["public_index", *types, "public_pilots", "account_login", "account_signup", "verify"]
    names += [
        ("verify_code", code) for code in (code_of(chosen.current_revision), chosen.current_revision.sha256)
    ]
    assert violations(_paths(*names)) == {}


def test_pages_of_an_applicant(page, violations):
    draft = factories.draft(Sheet.TECHNOLOGY)
    sent = factories.received(Sheet.TECHNOLOGY, by=draft.created_by)
    chosen = factories.selected(Sheet.TECHNOLOGY, by=draft.created_by, project_name="示例储能项目")
    steps.log_in(page, draft.created_by)
    parts = [("application_form", draft.pk, part) for part in ("applicant", "project", "technologies")]
    pages = ("basics", "conditions", "materials", "check")
    names = ["application_list", "application_start", *((f"application_{name}", draft.pk) for name in pages)]
    names += [*parts, ("application_detail", sent.pk), "organisation", "organisation_register", "inbox"]
    names += ["pilot_list", ("pilot_detail", chosen.entry.pilot.pk)]
    assert violations(_paths(*names)) == {}


def test_pages_of_an_applicant_with_everything_missing(page, violations):
    applicant = factories.applicant()
    draft = factories.begin.start(applicant.organisations.get(), Sheet.PARK, actor=applicant)
    steps.log_in(page, applicant)
    pages = ("basics", "conditions", "materials")
    flagged = [f"{reverse(f'application_{name}', args=[draft.pk])}?check=1" for name in pages]
    flagged += [f"{path}?check=1" for path in _paths(("application_form", draft.pk, "area"))]
    assert violations([*flagged, *_paths(("application_check", draft.pk))]) == {}


def test_pages_of_a_recommender(page, violations):
    waiting, sent = factories.submitted(Sheet.PARK), factories.received(Sheet.COMMUNITY)
    steps.log_in(page, factories.recommender(waiting.recommender))
    names = ["recommender_list", "recommender_summary", ("application_detail", sent.pk)]
    names += [("recommender_form", application.pk) for application in (waiting, sent)]
    names += [(name, waiting.pk) for name in ("recommender_return", "recommender_decline")]
    names += ["recommender_parks", "recommender_texts"]
    batch = f"{reverse('recommender_batch')}?pick={waiting.pk}"
    assert violations([*_paths(*names), batch]) == {}


def test_pages_of_a_recommender_fit_a_phone(phone, axe):
    waiting = factories.submitted(Sheet.PARK)
    clerk = factories.recommender(waiting.recommender)
    factories.checked(waiting, by=clerk)
    steps.log_in(phone, clerk)
    widths.watch(phone)
    names = ["recommender_list", "recommender_parks", "recommender_texts"]
    names += [(name, waiting.pk) for name in ("recommender_form", "recommender_return")]
    for path in _paths(*names):
        assert phone.goto(path).ok, path
        assert axe(phone) == [], path
    measured = widths.measured(phone)
    assert set(_paths(*names)) <= measured.keys()
    assert {path: excess for path, excess in measured.items() if excess > 0} == {}


def test_pages_of_the_city(page, violations):
    received, scored = factories.received(Sheet.PARK), factories.scored(Sheet.TECHNOLOGY)
    chosen = factories.selected(Sheet.TECHNOLOGY)
    panel = scored.score_sheets.first().panel
    steps.log_in(page, factories.staff())
    names = ["screening_list", ("screening", received.pk), ("application_detail", received.pk), "paper_desk"]
    names += [("paper_register", code_of(received.current_revision)), "panel_list", "panel_create"]
    names += [("panel_detail", panel.pk), "ranking", ("decide", scored.pk), "pilot_list"]
    names += [("pilot_detail", chosen.entry.pilot.pk), "library_list", "library_national", "cycle_list"]
    names += [("screening_letters", scored.pk)]
    names += [("cycle_edit", received.cycle.year), ("sheet_reopen", scored.score_sheets.first().pk)]
    assert violations(_paths(*names)) == {}


@pytest.fixture
def noon():
    """Hold the clock at noon: what is planned some minutes ahead is planned for today."""
    with clock.set_to(clock.now().astimezone(BEIJING).replace(hour=12, minute=0)):
        yield


def test_pages_of_site_visits_and_work_plans(page, violations, noon):
    zone, clerk = factories.in_review(Sheet.PARK), factories.staff()
    done, plan = factories.visited(zone, visitors=[clerk]), factories.work_plan(zone)
    case = factories.visit(zone, visitors=[clerk], in_hours=0.2).cases.get()
    waiting = factories.in_review(Sheet.COMMUNITY)
    steps.log_in(page, clerk)
    names = ["visit_list", "visit_create", ("visit", case.visit_id), ("visit_change", case.visit_id)]
    names += [("visit_case", case.pk), ("visit_case", done.pk), "work_plan_list", ("work_plan", plan.pk)]
    names += [("application_detail", waiting.pk), ("ranking_case", zone.pk)]
    assert violations(_paths(*names)) == {}


def test_pages_of_a_reviewer(page, violations):
    reviewers = [factories.reviewer() for _ in range(3)]
    undeclared = factories.in_review(Sheet.TECHNOLOGY, reviewers=reviewers)
    steps.log_in(page, reviewers[0])
    sheet = ScoreSheet.objects.get(application=undeclared, reviewer=reviewers[0])
    paths = _paths("reviewer_desk", ("reviewer_sheet", sheet.pk))
    assert violations(paths) == {}
    page.goto(paths[1])
    steps.press(page, "我声明没有利益关系，开始评分")
    expect(page.locator("[name^=score_]").first).to_be_visible()
    assert violations(paths) == {}
