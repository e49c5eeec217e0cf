"""The list for the public notice and the letter of awards (AWD-1, programme §3 "title")."""

import pytest
from django.urls import reverse

from face.downloads import FORMATS
from face.wording import chinese_date
from pilots.award.letters import award_letter, awarded
from programme.models import Cycle, LibraryEntry
from programme.notice import PilotType, Sheet
from programme.states import LibraryState
from reviews.models import PublicNotice
from reviews.results.letters import notice_letter
from reviews.results.paper import published_letter
from tests import factories
from tests.sheets.pdf_text import page_count, pdf_lines, pdf_text
from tests.sheets.word_text import word_text


@pytest.fixture
def staff(db, client):
    person = factories.staff()
    client.force_login(person)
    return person


def both(letter) -> list[str]:
    return [word_text(FORMATS["word"][1](letter)), pdf_text(FORMATS["pdf"][1](letter))]


def plain(text: str) -> str:
    return "".join(text.split())


def test_awd_1_the_letter_lists_titles_in_the_official_wording(client, staff):
    leader = factories.selected(Sheet.LEADER)
    factories.selected(Sheet.TECHNOLOGY)  # has no title yet
    year = leader.cycle.year
    for text in both(award_letter(leader.cycle, awarded(leader.cycle))):
        assert f"一、低碳领跑者试点——“北京市低碳试点—{year}年度低碳领跑者”（1个）" in text
        assert leader.number in text
        assert "先进低碳技术试点" not in text
        assert "待盖章" in text
        assert f"〔{year}〕号" in text
        assert "北京市生态环境局" in text


def test_awd_1_the_day_of_the_plaque_is_named_once_it_is_set(db):
    leader = factories.selected(Sheet.LEADER)
    assert (
        f"在{leader.cycle.year + 1}年低碳日活动上授牌，日期：待定"
        in both(award_letter(leader.cycle, awarded(leader.cycle)))[0]
    )
    leader.cycle.low_carbon_day = "2027-06-16"
    leader.cycle.save()
    cycle = Cycle.objects.get(pk=leader.cycle.pk)
    assert "日期：2027年6月16日" in both(award_letter(cycle, awarded(cycle)))[0]


def test_the_public_notice_lists_by_type_and_number_and_invents_no_day(db):
    made = [factories.selected(sheet) for sheet in (Sheet.PARK, Sheet.TECHNOLOGY, Sheet.TECHNOLOGY)]
    entries = list(LibraryEntry.objects.filter(state=LibraryState.SELECTED).order_by("-pk"))
    for text in both(notice_letter(made[0].cycle, entries)):
        assert "公示稿（待审定）" in text
        assert "一、先进低碳技术试点（2个）" in text
        assert "二、气候友好型区域试点（1个）" in text
        assert text.index(made[1].number) < text.index(made[2].number) < text.index(made[0].number)
        assert "公示时间：自年月日至年月日（个工作日，首日不计）" in text
        assert "得分" not in text


def test_the_period_of_the_public_notice_breaks_in_no_date(db):
    leader = factories.selected(Sheet.LEADER)
    pdf = FORMATS["pdf"][1](notice_letter(leader.cycle, [leader.entry]))
    lines = [plain(line) for line in pdf_lines(pdf)[0]]
    assert "公示时间：自年月日" in lines
    assert "至年月日" in lines and "（个工作日，首日不计）" in lines


def forty(cycle) -> list[LibraryEntry]:
    name = "北京市示例经济技术开发区绿色低碳循环发展产业园区综合能源管理与气候适应能力提升示范项目" * 2
    return [
        LibraryEntry(
            number=f"{cycle.year}-JS-{n:04d}",
            cycle=cycle,
            pilot_type=PilotType.TECHNOLOGY,
            name=f"{n}号{name}",
            organisation_name="北京示例新能源科技有限公司",
            district="haidian",
        )
        for n in range(1, 41)
    ]


def test_forty_lines_with_long_names_stay_whole_over_pages(db):
    cycle = factories.draft().cycle
    letter = notice_letter(cycle, forty(cycle))
    pdf = FORMATS["pdf"][1](letter)
    pages = [plain("".join(lines)) for lines in pdf_lines(pdf)]
    assert page_count(pdf) > 4
    assert all("申报单位" in page for page in pages[1:])
    for text in both(letter):
        assert all(f"-JS-{n:04d}{n}号北京市示例" in text for n in range(1, 41))


def test_equal_lists_give_equal_bytes(db):
    leader = factories.selected(Sheet.LEADER)
    for _, render in FORMATS.values():
        assert render(award_letter(leader.cycle, awarded(leader.cycle))) == render(
            award_letter(leader.cycle, awarded(leader.cycle))
        )


@pytest.mark.parametrize("name", ["proposed_file", "award_list_file"])
def test_an_empty_list_makes_no_letter_but_a_sentence(client, staff, name):
    year = factories.draft().cycle.year
    answer = client.get(reverse(name, args=[year, "word"]), follow=True)
    assert answer.status_code == 200
    assert f"{year} 年度还没有" in answer.text


def test_staff_find_the_letters_where_they_work(client, staff):
    leader = factories.selected(Sheet.LEADER)
    year = leader.cycle.year
    assert reverse("award_list_file", args=[year, "pdf"]) in client.get(reverse("pilot_list")).text
    ranking = client.get(reverse("ranking"), {"type": PilotType.LEADER}).text
    assert reverse("proposed_file", args=[year, "word"]) in ranking
    for name in ("proposed_file", "award_list_file"):
        for kind in FORMATS:
            assert client.get(reverse(name, args=[year, kind])).status_code == 200
        assert client.get(reverse(name, args=[year, "excel"])).status_code == 404


def test_the_public_notice_is_offered_once_something_is_selected(client, staff):
    application = factories.scored()
    address = reverse("proposed_file", args=[application.cycle.year, "word"])
    text = client.get(reverse("ranking")).text
    assert address not in text
    assert "本年度还没有列为试点的申报" in text
    factories.decide(application)
    assert address in client.get(reverse("ranking")).text


def test_applicants_see_no_letters_of_awards(client, db):
    leader = factories.selected(Sheet.LEADER)
    client.force_login(leader.created_by)
    assert "认定名单通知" not in client.get(reverse("pilot_list")).text


def test_a_published_notice_says_its_days_and_whom_to_ask(client, staff):
    factories.publish(factories.decided(Sheet.LEADER), factories.decided(Sheet.PARK))
    notice = PublicNotice.objects.get()
    first, last = chinese_date(notice.first_day), chinese_date(notice.last_day)
    for text in both(published_letter(notice)):
        assert f"公示时间：自{first}至{last}24:00（5个工作日，首日不计）" in text
        assert "联系电话：010-00000000" in text and "电子邮箱：notice@example.org" in text
        assert f"北京市生态环境局{chinese_date(notice.published_at)}" in text
        assert "公示稿（待审定）" not in text and "年月日" not in text
        assert all(item.number in text for item in notice.items.all())
        assert "示例联系人" not in text and "13800000000" not in text
    for kind in FORMATS:
        assert client.get(reverse("public_notice_letter", args=[notice.pk, kind])).status_code == 200
    client.logout()
    public = client.get(reverse("public_notice_file", args=[notice.pk]))
    assert public.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["library_list", "public_pilots"])
def test_a_condition_that_cannot_be_read_shows_its_error_and_no_rows(client, staff, name):
    entry = factories.selected(Sheet.LEADER).entry
    assert entry.name in client.get(reverse(name)).text
    assert entry.name not in client.get(reverse(name), {"year": "nothing"}).text
