"""The cycles, as staff keep them: settings, extension, quotas, the frozen list (CUT-1, CUT-2, CUT-4, REC-3)."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from applications.closing.close import close_due_cycles
from journal import clock
from journal.clock import BEIJING
from journal.models import Message, Record
from journal.workflow import Refused
from pilots.models import Pilot
from programme.cutoff import default_cutoff
from programme.cycles import actions as cycles
from programme.cycles.frozen import as_workbook
from programme.cycles.receiving import open_cycle, present_cycle, quota_of
from programme.models import CutoffChange, Cycle, FrozenLine, ParkQuota
from programme.notice import Sheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_may():
    """Hold the clock before the cutoff of 2026."""
    with clock.set_to(datetime(2026, 5, 1, 10, tzinfo=BEIJING)):
        yield


@pytest.fixture
def staff(client):
    """A signed-in person of the city."""
    user = factories.staff()
    client.force_login(user)
    return user


@pytest.fixture
def cycle(in_may):
    """The running cycle, whose cutoff is well ahead."""
    return open_cycle(2026, clock.now())


def settings(cycle, **changes):
    local = cycle.cutoff.astimezone(BEIJING)
    sent = {
        "act": "settings",
        "cutoff": f"{local:%Y-%m-%dT%H:%M}",
        "focus": "\n".join(cycle.focus),
        "park_quota": cycle.park_quota,
        "correction_days": cycle.correction_days,
        "correction_day_kind": cycle.correction_day_kind,
        "paper_reminder_days": cycle.paper_reminder_days,
        "public_notice_days": cycle.public_notice_days,
        "low_carbon_day": "",
        **{f"title_{kind}": title for kind, title in cycle.titles.items()},
    }
    return sent | changes


def test_cut_2_cutoff_is_edited_before_it_passes_with_the_change_in_the_journal(client, staff, cycle):
    url = reverse("cycle_edit", args=[cycle.year])
    sent = settings(cycle, cutoff=f"{cycle.year}-07-10T00:00", focus="医院、园区")
    assert "截止时刻提前，必须写明理由。" in client.post(url, sent).content.decode()
    client.post(url, sent | {"reason": "评审提前。"})
    cycle.refresh_from_db()
    assert cycle.cutoff == datetime(cycle.year, 7, 10, tzinfo=BEIJING)
    assert cycle.focus == ["医院", "园区"]
    summary = Record.objects.get(verb="edit_cycle").summary
    assert f"{cycle.year}年7月15日 24:00 → {cycle.year}年7月9日 24:00" in summary
    assert "提前截止的理由：评审提前。" in summary
    assert summary in client.get(url).content.decode()


def test_cut_2_a_passed_cutoff_stays(client, staff, cycle):
    with clock.set_to(cycle.cutoff):
        with pytest.raises(Refused, match="不能再修改"):
            cycles.edit_cycle(cycle.pk, actor=staff, cutoff=cycle.cutoff + timedelta(days=1))
        url = reverse("cycle_edit", args=[cycle.year])
        client.post(url, settings(cycle, cutoff=f"{cycle.year}-07-20T00:00", correction_days=15))
    cycle.refresh_from_db()
    assert cycle.cutoff == default_cutoff(cycle.year)
    assert cycle.correction_days == 15


@pytest.mark.parametrize("days", [-370, 370])
def test_cut_2_a_cutoff_stays_between_its_neighbours(staff, cycle, days):
    later = open_cycle(cycle.year + 1, clock.now())
    with pytest.raises(Refused):
        cycles.edit_cycle(later.pk, actor=staff, cutoff=later.cutoff + timedelta(days=days))


def test_saving_nothing_new_records_nothing(client, staff, cycle):
    client.post(reverse("cycle_edit", args=[cycle.year]), settings(cycle))
    assert not Record.objects.filter(verb="edit_cycle").exists()


def test_rec_3_quota_is_raised_with_a_reason_and_the_recommender_is_told(client, staff, cycle):
    clerk = factories.recommender()
    bureau = factories.bureau()
    url = reverse("cycle_edit", args=[cycle.year])
    sent = {"act": "quota", "recommender": bureau.pk, "allowed": 5, "reason": ""}
    assert "调整名额必须写明理由" in client.post(url, sent).content.decode()
    client.post(url, sent | {"reason": "区内园区较多。"})
    assert quota_of(cycle, bureau).allowed == 5
    assert "3 → 5 个。理由：区内园区较多。" in Record.objects.get(verb="grant_quota").summary
    assert Message.objects.filter(recipient_id=clerk.pk, subject__contains="5 个").exists()


def test_rec_3_quota_is_never_below_what_is_used(client, staff, cycle):
    ParkQuota.objects.create(cycle=cycle, recommender=factories.bureau(), allowed=3, used=2)
    sent = {"act": "quota", "recommender": factories.bureau().pk, "allowed": 1, "reason": "示例理由。"}
    text = client.post(reverse("cycle_edit", args=[cycle.year]), sent).content.decode()
    assert "名额不能少于已用数" in text


def test_rec_3_default_quota_reaches_recommenders_that_nobody_adjusted(staff, cycle):
    plain, used, raised = (factories.bureau(district) for district in ("haidian", "miyun", "tongzhou"))
    ParkQuota.objects.create(cycle=cycle, recommender=plain, allowed=3, used=1)
    ParkQuota.objects.create(cycle=cycle, recommender=used, allowed=3, used=3)
    ParkQuota.objects.create(cycle=cycle, recommender=raised, allowed=6, used=1, reason="示例理由。")
    cycles.edit_cycle(cycle.pk, actor=staff, park_quota=2)
    assert [quota_of(cycle, each).allowed for each in (plain, used, raised)] == [2, 3, 6]


def test_cut_2_a_later_cutoff_of_the_running_cycle_needs_the_verb_with_its_reason(client, staff, cycle):
    url = reverse("cycle_edit", args=[2026])
    text = client.post(url, settings(cycle, cutoff="2026-08-01T00:00")).content.decode()
    assert "推迟截止请用「延长申报」，并写明理由" in text
    sent = {"act": "extension", "cutoff": "2026-08-01T00:00", "reason": ""}
    assert "延长申报必须写明理由" in client.post(url, sent).content.decode()
    cycle.refresh_from_db()
    assert cycle.cutoff == default_cutoff(2026)
    client.post(url, sent | {"reason": "汛期影响材料准备。"})
    cycle.refresh_from_db()
    assert cycle.cutoff == datetime(2026, 8, 1, tzinfo=BEIJING)
    summary = "2026年7月15日 24:00 → 2026年7月31日 24:00。理由：汛期影响材料准备。"
    assert Record.objects.get(verb="extend_cycle").summary == summary
    assert summary in client.get(url).content.decode()


def test_cut_2_an_extension_is_public_beside_the_date(client, staff, cycle):
    assert "已延长" not in client.get(reverse("public_index")).content.decode()
    later = datetime(2026, 8, 1, tzinfo=BEIJING)
    cycles.extend_cycle(cycle.pk, actor=staff, cutoff=later, reason="汛期影响。")
    text = client.get(reverse("public_index")).content.decode()
    assert "原定 2026年7月15日 24:00，已延长。理由：汛期影响。" in text
    assert "2026年7月31日 24:00" in text


def test_cut_2_beside_the_date_stands_how_it_differs_from_the_first_one(client, staff, cycle):
    def note() -> str:
        text = client.get(reverse("public_index")).content.decode()
        return text[text.index("年度申报截止</h2>") :].partition("以市生态环境局收到")[0]

    def earlier(day: int) -> None:
        cutoff = datetime(2026, 7, day, tzinfo=BEIJING)
        cycles.edit_cycle(cycle.pk, actor=staff, cutoff=cutoff, reason=f"提前到{day}日。")

    def later(month: int, reason: str) -> None:
        cutoff = datetime(2026, month, 1, tzinfo=BEIJING)
        cycles.extend_cycle(cycle.pk, actor=staff, cutoff=cutoff, reason=reason)

    later(8, "汛期影响。")
    later(9, "单位反映。")
    assert "原定 2026年7月15日 24:00，已延长。理由：单位反映。" in note()
    earlier(10)
    assert "原定 2026年7月15日 24:00，已提前。理由：提前到10日。" in note()
    assert "延长" not in note()
    cycles.extend_cycle(cycle.pk, actor=staff, cutoff=default_cutoff(2026), reason="恢复原定。")
    assert "原定" not in note()


def test_cut_2_an_earlier_cutoff_needs_a_reason_wherever_it_is_asked_for(staff, cycle):
    with pytest.raises(Refused, match="必须写明理由"):
        cycles.edit_cycle(cycle.pk, actor=staff, cutoff=cycle.cutoff - timedelta(days=1), reason=" ")
    assert not CutoffChange.objects.exists()


@pytest.mark.parametrize("title", ["没有年度", "{yeer}{0}", "{year}年度{0}", "{year}{year}", "{{year}}年度"])
def test_a_title_has_one_place_for_the_year_and_no_other_braces(client, staff, cycle, title):
    answer = client.post(reverse("cycle_edit", args=[2026]), settings(cycle, title_leader=title))
    assert "称号中必须有一处“{year}”" in answer.content.decode()
    assert Cycle.objects.get(year=2026).titles == cycle.titles


@pytest.mark.parametrize(
    ("day", "right"), [("2027-06-25", True), ("2026-06-25", False), ("2027-07-01", False)]
)
def test_awd_1_the_low_carbon_day_lies_in_june_of_the_next_year(client, staff, cycle, day, right):
    answer = client.post(reverse("cycle_edit", args=[2026]), settings(cycle, low_carbon_day=day))
    assert (answer.status_code == 302) is right
    assert ("请填写 2027 年 6 月的日期" in answer.content.decode()) is not right


def test_a_focus_stays_short_enough_for_the_public_page(client, staff, cycle):
    answer = client.post(reverse("cycle_edit", args=[2026]), settings(cycle, focus="医院\n" + "长" * 31))
    assert "每个优先领域不超过 30 个字" in answer.content.decode()


@pytest.mark.parametrize(
    ("at", "cutoff", "sentence"),
    [
        (datetime(2026, 7, 16, tzinfo=BEIJING), datetime(2026, 8, 1, tzinfo=BEIJING), "不能再修改"),
        (
            datetime(2026, 7, 15, 23, 58, 1, tzinfo=BEIJING),
            datetime(2026, 8, 1, tzinfo=BEIJING),
            "不足 2 分钟",
        ),
        (datetime(2026, 5, 1, tzinfo=BEIJING), datetime(2026, 7, 16, tzinfo=BEIJING), "必须晚于"),
        (datetime(2026, 5, 1, tzinfo=BEIJING), datetime(2026, 7, 1, tzinfo=BEIJING), "必须晚于"),
        (datetime(2026, 5, 1, tzinfo=BEIJING), datetime(2027, 8, 1, tzinfo=BEIJING), "早于下一年度"),
        (
            datetime(2025, 5, 1, tzinfo=BEIJING),
            datetime(2026, 8, 1, tzinfo=BEIJING),
            "只能延长正在受理的年度",
        ),
    ],
)
def test_cut_2_extending_is_only_later_only_in_time_only_the_running_cycle(
    staff, cycle, at, cutoff, sentence
):
    with clock.set_to(at), pytest.raises(Refused, match=sentence):
        cycles.extend_cycle(cycle.pk, actor=staff, cutoff=cutoff, reason="示例理由。")
    cycle.refresh_from_db()
    assert cycle.cutoff == default_cutoff(2026)
    assert not CutoffChange.objects.exists()


def test_cut_1_next_year_is_opened_early_once_and_takes_the_settings_along(client, staff, cycle):
    cycles.edit_cycle(cycle.pk, actor=staff, focus=["医院"], correction_day_kind="working")
    assert "2027 年度开启后不能关闭" in client.get(reverse("cycle_list")).content.decode()
    for _ in range(2):
        client.post(reverse("cycle_open"))
    ahead = Cycle.objects.get(year=2027)
    assert (ahead.focus, ahead.correction_period, ahead.closed_at) == (["医院"], "10 个工作日", None)
    assert Record.objects.filter(verb="open_cycle").count() == 1
    text = client.get(reverse("cycle_list")).content.decode()
    assert "提前开启下一年度" not in text and "已提前开启" in text
    cycles.edit_cycle(ahead.pk, actor=staff, cutoff=datetime(2027, 7, 21, tzinfo=BEIJING))
    assert present_cycle(clock.now()).year == 2026


def test_titles_are_a_setting_of_the_cycle(client, staff, cycle):
    url = reverse("cycle_edit", args=[2026])
    client.post(url, settings(cycle, title_leader="北京市低碳试点—{year}年度示例领跑者"))
    pilot = Pilot.objects.get(entry=factories.selected(Sheet.LEADER).entry)
    assert pilot.title == "北京市低碳试点—2026年度示例领跑者"
    assert "称号最多 80 个字" in client.post(url, settings(cycle, title_leader="长" * 81)).content.decode()


def test_cut_4_what_closing_did_is_shown_and_its_list_gives_the_checksum(client, staff, cycle):
    received = [factories.received(), factories.received(), factories.received(Sheet.PARK)]
    waiting = factories.submitted(Sheet.PARK)
    factories.recommender(waiting.recommender)
    factories.draft()
    close_due_cycles(cycle.cutoff + timedelta(hours=1))
    cycle.refresh_from_db()
    text = client.get(reverse("cycle_edit", args=[2026])).content.decode()
    for words in (
        cycle.frozen_checksum,
        "先进低碳技术试点 2 项",
        "气候友好型区域试点 1 项",
        "草稿 1 项",
        "待推荐单位初审 1 项",
        "2 家申报单位和 1 家推荐单位，共 4 人",
        "与校验值一致",
    ):
        assert words in text
    listed = client.get(reverse("cycle_frozen", args=[2026, "txt"])).content
    assert hashlib.sha256(listed).hexdigest() == cycle.frozen_checksum
    assert listed.decode().split("\n")[0] == f"{received[0].number} {received[0].current_revision.sha256}"
    book = load_workbook(BytesIO(client.get(reverse("cycle_frozen", args=[2026, "xlsx"])).content))
    rows = list(book["截止名单"].values)
    assert [row[0] for row in rows[1:]] == sorted(each.number for each in received)
    assert ("名单校验值", cycle.frozen_checksum) in list(book["校验"].values)
    assert client.get(reverse("cycle_frozen", args=[2026, "csv"])).status_code == 404
    assert "已截止" in client.get(reverse("cycle_list")).content.decode()


def test_a_name_that_looks_like_a_formula_stays_text_in_the_workbook(staff, cycle):
    FrozenLine.objects.create(
        cycle=cycle,
        number="2026-JS-0001",
        revision_sha256="0" * 64,
        pilot_type="technology",
        name="=1+1",
        organisation_name="示例单位",
        received_at=clock.now(),
    )
    cell = load_workbook(BytesIO(as_workbook(cycle)))["截止名单"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_year_that_only_holds_paper_projects_has_nothing_to_set(client, staff, cycle):
    entry = factories.paper_project(factories.organisation())
    page = client.get(reverse("cycle_list")).text
    addresses = [reverse("cycle_edit", args=[year]) for year in (entry.cycle.year, cycle.year)]
    assert "历年资料" in page and [address in page for address in addresses] == [False, True]
    page = client.get(reverse("public_notice_desk")).text
    assert f"{entry.cycle.year} 年度" not in page and f"{cycle.year} 年度工作日调整" in page
    of_paper = [*addresses[:1], reverse("workdays", args=[2024]), reverse("publish", args=[2024])]
    of_paper.append(reverse("rubric_edit", args=[2024, "technology"]))
    assert {client.get(address).status_code for address in of_paper} == {404}


def test_present_cycle_opens_nothing():
    later = datetime(2031, 8, 1, tzinfo=BEIJING)
    assert present_cycle(later).year == 2032
    assert not Cycle.objects.filter(year=2032).exists()
