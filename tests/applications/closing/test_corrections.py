"""Corrections that come back late, or never (CUT-5)."""

from datetime import datetime, timedelta

import pytest

from applications.closing.close import close_due_cycles
from applications.invariants import broken
from applications.models import Application, Participation
from applications.states import State
from applications.submitting import actions
from journal import clock
from journal.clock import BEIJING
from journal.models import Message, Record
from journal.workflow import Refused
from programme.cutoff import GRACE, default_cutoff
from programme.models import ParkQuota
from programme.notice import Sheet
from programme.states import LibraryState
from tests import factories
from tests.applications.closing.steps import CUTOFF, DAY, come_back, correction_asked, frozen
from tests.applications.filling.steps import again, at, read

pytestmark = pytest.mark.django_db

WINTER = datetime(2025, 12, 1, 9, tzinfo=BEIJING)  # counts for 2026


def sweep(instant: datetime) -> None:
    with clock.set_to(instant):
        close_due_cycles()


def subjects(application: Application) -> list[str]:
    """What its applicant was told of the correction that lapsed, oldest first."""
    told = Message.objects.filter(recipient_id=application.created_by_id).order_by("pk")
    words = ("补正逾期", "尚未补正", "按撤回处理")
    return [message.subject for message in told if message.subject.startswith(words)]


@pytest.mark.embedded
@pytest.mark.parametrize("swept", [True, False])
def test_cut_5_a_late_correction_that_comes_back_in_winter_is_still_evaluated_this_year(swept):
    application = correction_asked(WINTER, WINTER + 10 * DAY)
    if swept:
        sweep(WINTER + 10 * DAY)
        assert (again(application).state, again(application).cycle.year) == (State.CORRECTION, 2026)
    corrected = come_back(application, WINTER + 40 * DAY)
    assert (corrected.number, corrected.cycle.year) == (application.number, 2026)
    assert corrected.entry.cycle_id == corrected.cycle_id
    sweep(CUTOFF + GRACE)
    assert frozen(2026) == [(application.number, 2)]
    assert not list(broken())


@pytest.mark.parametrize("swept", [True, False])
@pytest.mark.parametrize("closed", [True, False])
def test_cut_5_a_late_correction_after_the_cutoff_goes_to_the_next_year(swept, closed):
    application = correction_asked(CUTOFF - 20 * DAY, CUTOFF - 10 * DAY)
    if swept:
        sweep(CUTOFF - 10 * DAY)
    if closed:
        sweep(CUTOFF + GRACE)
    corrected = come_back(application, CUTOFF + 30 * DAY)
    assert (corrected.number, corrected.cycle.year) == (application.number, 2027)
    sweep(CUTOFF + 31 * DAY)
    sweep(default_cutoff(2027) + GRACE)
    assert (frozen(2026), frozen(2027)) == ([], [(application.number, 2)])
    assert not list(broken())


def test_cut_5_a_deadline_after_the_cutoff_that_lapses_leaves_the_first_list_as_it_stood():
    application = correction_asked(CUTOFF - 5 * DAY, CUTOFF + 5 * DAY)
    sweep(CUTOFF + GRACE)
    sweep(CUTOFF + 5 * DAY)
    assert again(application).cycle.year == 2027
    come_back(application, CUTOFF + 9 * DAY)
    sweep(default_cutoff(2027) + GRACE)
    assert (frozen(2026), frozen(2027)) == ([(application.number, 1)], [(application.number, 2)])


def test_cut_5_what_never_comes_back_is_on_no_list_told_once_a_cycle_and_withdrawn_after_two():
    application = correction_asked(WINTER, WINTER + 10 * DAY)
    for day in (9, 10, 11, 60):
        sweep(WINTER + day * DAY)
    lapsed = [f"补正逾期：{application.number}"]
    assert subjects(application) == lapsed
    for late in (GRACE, DAY, 30 * DAY, 300 * DAY):
        sweep(CUTOFF + late)
    assert subjects(application) == [*lapsed, f"尚未补正：{application.number} 转入 2027 年度"]
    assert again(application).state == State.CORRECTION
    for late in (GRACE, DAY):
        sweep(default_cutoff(2027) + late)
    assert subjects(application)[2:] == [f"按撤回处理：{application.number}"]
    ended = again(application)
    assert (ended.state, ended.entry.state) == (State.WITHDRAWN, LibraryState.WITHDRAWN)
    assert "两个年度截止时仍未提交补正，按撤回处理" in ended.closing_remarks
    assert Record.objects.filter(verb="close_lapsed", object_id=application.pk).count() == 1
    assert (frozen(2026), frozen(2027)) == ([], [])
    assert not list(broken())


def test_cut_5_after_years_of_downtime_the_end_is_the_same():
    application = correction_asked(WINTER, WINTER + 10 * DAY)
    sweep(default_cutoff(2028) + DAY)
    assert again(application).state == State.WITHDRAWN
    assert (frozen(2026), frozen(2027), frozen(2028)) == ([], [], [])
    assert [subject[:4] for subject in subjects(application)] == ["补正逾期", "尚未补正", "按撤回处"]


def test_cut_5_a_park_that_is_closed_as_withdrawn_gives_its_place_back():
    correction_asked(WINTER, WINTER + 10 * DAY, sheet=Sheet.PARK)
    assert ParkQuota.objects.get().used == 1
    sweep(default_cutoff(2027) + GRACE)
    assert ParkQuota.objects.get(cycle__year=2026).used == 0
    assert not list(broken())


def test_cut_5_two_cutoffs_after_the_deadline_it_is_too_late_also_before_closing_ran():
    application = correction_asked(WINTER, WINTER + 10 * DAY)
    come_back_at = default_cutoff(2027)
    with pytest.raises(Refused, match="满两个年度，本申报按撤回处理"):
        come_back(application, come_back_at)
    corrected = come_back(application, come_back_at - timedelta(seconds=1))
    assert corrected.cycle.year == 2027


@pytest.mark.parametrize("swept", [True, False])
def test_cut_5_its_owner_may_withdraw_what_lapsed_and_it_stays_off_the_list(swept):
    application = correction_asked(CUTOFF - 20 * DAY, CUTOFF - 10 * DAY)
    if swept:
        sweep(CUTOFF - 10 * DAY)
    with clock.set_to(CUTOFF - 5 * DAY):
        actions.withdraw(application.pk, actor=application.created_by, reason="示例原因。")
    sweep(CUTOFF + GRACE)
    assert (frozen(2026), again(application).state) == ([], State.WITHDRAWN)
    assert not list(broken())


def test_cut_5_a_press_before_the_deadline_that_waited_for_the_sweep_is_on_time():
    application = correction_asked(CUTOFF - 5 * DAY, CUTOFF + 5 * DAY)
    sweep(CUTOFF + GRACE)
    sweep(CUTOFF + 5 * DAY)
    corrected = come_back(application, CUTOFF + 5 * DAY - timedelta(microseconds=1))
    assert (corrected.cycle.year, corrected.entry.cycle.year, corrected.correction_lapsed_at) == (
        2026,
        2026,
        None,
    )
    assert Participation.objects.filter(application=application, until=None).count() == 1
    assert not list(broken())


def test_cut_5_the_owner_reads_that_it_lapsed_until_when_it_may_come_back_and_that_it_may_be_withdrawn(
    client,
):
    application = correction_asked(WINTER, WINTER + 10 * DAY)
    client.force_login(application.created_by)
    sweep(WINTER + 10 * DAY)
    with clock.set_to(WINTER + 12 * DAY):
        page = read(client, application.get_absolute_url())
        assert "提交补正前，本申报不列入任何年度的名单" in page and "撤回申报" in page
        page = read(client, at("check", application))
        assert "2026年7月15日 24:00 之前提交，仍参加 2026 年度评选，编号不变。" in page
    body = Message.objects.get(recipient_id=application.created_by_id, subject__startswith="补正逾期").body
    assert "2026年7月15日 24:00 之前提交的，参加 2026 年度评选。不再申报的，可以撤回。" in body


def test_cut_5_staff_find_what_lapsed_among_the_overdue(client):
    application = correction_asked(WINTER, WINTER + 10 * DAY)
    client.force_login(factories.staff())
    sweep(WINTER + 10 * DAY)
    with clock.set_to(WINTER + 12 * DAY):
        page = read(client, "/reviews/screening/?correction=overdue")
    assert application.number in page and "补正逾期" in page
