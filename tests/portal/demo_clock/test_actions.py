"""Moving the demo's clock: forward only, by its administrator, never on a server (CUT-2)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as portal_settings
from django.core.management import CommandError, call_command

from accounts.capabilities import Role
from applications.states import State
from journal import clock
from journal.acts import Refused
from journal.clock import BEIJING
from journal.models import DemoClock, Message, Record
from portal.demo_clock.actions import MOST, mark_demo, move_forward, until_next_cutoff
from programme.models import Reminder
from reviews.models import PublicNotice
from tests import factories
from tests.factories.pilots import LONGEST_NOTICE

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
only_embedded = pytest.mark.skipif(not portal_settings.EMBEDDED, reason="a server's clock is never moved")
DAY = timedelta(days=1)


@pytest.fixture
def demo_clock():
    """The mark of a demo."""
    return DemoClock.objects.create()


@only_embedded
def test_cut_2_what_is_due_on_the_way_is_done_on_its_day(demo_clock):
    draft = factories.draft()
    cycle = draft.cycle
    move = move_forward(until_next_cutoff(), actor=None)
    cycle.refresh_from_db()
    draft.refresh_from_db()
    assert cycle.closed_at - cycle.cutoff < timedelta(hours=1)
    assert (draft.state, draft.cycle.year) == (State.DRAFT, cycle.year + 1)
    assert sorted(Reminder.objects.filter(cycle=cycle).values_list("days", flat=True)) == [1, 7, 30]
    for reminder in Reminder.objects.filter(cycle=cycle):
        assert reminder.begun_at - reminder.due < DAY
    assert "年度截止 1 项" in move.text and move.messages == Message.objects.count()
    arrived = clock.now().astimezone(BEIJING)
    assert arrived - cycle.cutoff < timedelta(hours=10) and abs(arrived - move.until) < timedelta(minutes=5)


@only_embedded
def test_what_people_go_on_with_is_named_where_a_notice_ended_on_the_way(demo_clock):
    factories.publish(factories.decided())
    title = PublicNotice.objects.get().title
    move = move_forward(DAY, actor=None)
    assert move.ended == [] and "没有平台自动办理的事项" in move.text
    assert f"“{title}”公示期满，待市级工作人员确认名单。" in move_forward(LONGEST_NOTICE, actor=None).text
    assert move_forward(DAY, actor=None).ended == []


@only_embedded
def test_the_journal_stays_in_order_and_tells_who_moved_it(demo_clock):
    administrator = factories.person(Role.ADMINISTRATOR)
    factories.draft()
    move_forward(10 * DAY, actor=administrator)
    move_forward(DAY, actor=administrator)
    instants = list(Record.objects.order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants)
    moves = Record.objects.filter(verb="forward_clock").order_by("pk")
    assert [move.facts["ahead"] for move in moves] == [10 * 86400, 11 * 86400]
    assert moves[0].actor_id == administrator.pk and "向前 10 天" in moves[0].summary


@only_embedded
@pytest.mark.parametrize("by", [timedelta(0), -DAY, MOST + DAY])
def test_cut_2_it_never_goes_back_nor_far_too_far(demo_clock, by):
    with pytest.raises(Refused, match="只能向前移动"):
        move_forward(by, actor=None)
    assert DemoClock.objects.get().ahead == 0


@only_embedded
def test_a_button_pressed_twice_moves_it_once(demo_clock):
    move_forward(DAY, actor=None, seen=0)
    with pytest.raises(Refused, match="刚刚移动过"):
        move_forward(DAY, actor=None, seen=0)
    assert DemoClock.objects.get().ahead == 86400


@only_embedded
def test_only_the_administrator_moves_it(demo_clock):
    for person in (factories.staff(), factories.applicant()):
        with pytest.raises(Refused, match="权限"):
            move_forward(DAY, actor=person)
    assert DemoClock.objects.get().ahead == 0


def test_without_the_mark_nothing_moves():
    with pytest.raises(Refused, match="内置方式的演示环境"):
        move_forward(DAY, actor=None)


def test_cut_2_a_server_refuses_also_where_a_row_lies(settings, demo_clock):
    settings.EMBEDDED = False
    with pytest.raises(Refused, match="内置方式的演示环境"):
        move_forward(DAY, actor=None)
    with pytest.raises(CommandError, match="内置方式的演示环境") as refused:
        call_command("demo", "--forward", "10d", stdout=StringIO())
    assert refused.value.returncode == 2
    assert DemoClock.objects.get().ahead == 0


def test_cut_2_a_server_is_never_marked(settings):
    settings.EMBEDDED = False
    mark_demo()
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize("typed", ["10", "-3d", "0d", "d", "10h", "9999d"])
def test_the_command_says_how_a_length_is_written(typed):
    with pytest.raises(CommandError, match="请写成天数"):
        call_command("demo", f"--forward={typed}", stdout=StringIO())


@only_embedded
def test_the_command_moves_it_and_says_what_happened(demo_clock):
    output = StringIO()
    call_command("demo", "--forward", "cutoff", stdout=output)
    assert "平台现在按" in output.getvalue()
    assert DemoClock.objects.get().ahead > 0
