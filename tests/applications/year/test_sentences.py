"""The applicant sees for which year it counts, before and after submitting (CUT-3, CUT-5, REC-4)."""

import re
from datetime import datetime, timedelta

import pytest
from docx import Document

from applications.begin import actions as begin
from applications.closing.close import close_due_cycles
from applications.filling.saving import save_draft
from applications.materials import actions as materials
from applications.packets import work as packet_work
from applications.recommending import actions as recommending
from applications.states import Route, State
from files import store
from journal import clock
from journal.clock import BEIJING
from journal.models import Message
from programme.cutoff import GRACE, default_cutoff
from programme.models import NumberGate
from programme.notice import Sheet
from sheets.loading import definition
from tests import factories
from tests.applications.filling.steps import again, at, correction, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]

CUTOFF = default_cutoff(2026)
WARNING = (
    "这份申报是为 2026 年度开始填写的。2026 年度已于 2026年7月15日 24:00 截止，现在提交，参加 2027 年度评选。"
)
WHY = "2026 年度已于 2026年7月15日 24:00 截止，市生态环境局于 2026年7月16日 00:00 收到本申报，因此参加 2027 年度评选。"
TITLE = definition(2026).sheets[Sheet.TECHNOLOGY].title_for


def submit(client, application, **more) -> str:
    after = application.current_revision.number if application.current_revision else 0
    sent = {"agreed": "on", "after": after} | more
    return client.post(at("check", application), sent, follow=True).content.decode()


def year_field(page: str) -> int:
    """The year that a check page sends along."""
    return int(re.search(r'name="year" value="(\d+)"', page)[1])


def save(application, **answers) -> None:
    found = again(application)
    save_draft(found.pk, actor=found.created_by, answers=found.answers | answers)


def word(application) -> str:
    """All text of the Word form of the current revision."""
    packet = application.current_revision.packet
    packet_work.work_on(packet.pk)
    packet.refresh_from_db()
    document = Document(str(store.path(packet.sha256_of("word"))))
    return "".join(
        element.text or "" for element in document.element.body.iter() if element.tag.endswith("}t")
    )


def test_cut_3_before_the_cutoff_nothing_warns(client, applicant):
    draft = factories.draft(by=applicant)
    page = read(client, at("check", draft))
    assert "参加 2026 年度评选" in page and "开始填写的" not in page
    assert ">提交申报</button>" in page


@pytest.mark.parametrize("closed", [False, True])
def test_cut_3_after_the_cutoff_every_page_of_the_draft_says_the_new_year(client, applicant, closed):
    draft = factories.draft(by=applicant)
    with clock.set_to(CUTOFF + (GRACE if closed else timedelta(0))):
        if closed:
            close_due_cycles()
        assert again(draft).cycle.year == (2027 if closed else 2026)
        parts = [("form", part.key) for part in draft.form.applicant_parts]
        for page in (("basics",), *parts, ("conditions",), ("materials",), ("check",)):
            text = read(client, at(page[0], draft, *page[1:]))
            assert WARNING in text and "<strong>2027 年度</strong>" in text
        assert "提交申报，参加 2027 年度评选</button>" in text
        assert TITLE(2027) in text and TITLE(2026) not in text


@pytest.mark.parametrize("closed", [False, True])
def test_cut_3_a_late_submission_says_the_year_and_why_on_page_message_and_word(client, applicant, closed):
    draft = factories.draft(by=applicant)
    if closed:
        close_due_cycles(CUTOFF + GRACE)
    with clock.set_to(CUTOFF):
        page = submit(client, draft)
        assert submit(client, draft).count(WHY) >= 1  # a second click gets the same answer
    assert f"参加 2027 年度评选。{WHY}" in page
    received = again(draft)
    assert received.number == "2027-JS-0001"
    assert WHY in Message.objects.get(subject="申报已接收：2027-JS-0001").body
    text = word(received)
    assert TITLE(2027).replace(" ", "") in text.replace(" ", "") and TITLE(2026) not in text


def test_cut_2_a_check_page_left_open_over_the_cutoff_comes_back_with_the_new_year(client, applicant):
    draft = factories.draft(by=applicant)
    with clock.set_to(CUTOFF - timedelta(microseconds=1)):
        assert year_field(read(client, at("check", draft))) == 2026
    with clock.set_to(CUTOFF):
        page = submit(client, draft, year=2026)
        assert "尚未提交：评选年度已有变化，现在提交，参加 2027 年度评选。" in page and WARNING in page
        assert year_field(page) == 2027 and "checked" in page
        assert again(draft).state == State.DRAFT and not NumberGate.objects.filter(last__gt=0).exists()
        submit(client, draft, year=2027)
    assert again(draft).number == "2027-JS-0001"


def test_cut_2_a_page_in_time_submits_at_once(client, applicant):
    draft = factories.draft(by=applicant)
    with clock.set_to(CUTOFF - timedelta(microseconds=1)):
        submit(client, draft, year=2026)
    assert again(draft).number == "2026-JS-0001"


def test_cut_2_what_goes_to_a_recommender_is_held_against_the_year_of_its_page_too(client, applicant):
    draft = factories.draft(by=applicant, to=factories.bureau())
    with clock.set_to(CUTOFF):
        assert year_field(submit(client, draft, year=2026)) == 2027
        assert again(draft).current_revision is None
        submit(client, draft, year=2027)
    assert again(draft).state == State.AT_RECOMMENDER


def test_cut_3_the_year_is_compared_by_the_instant_of_the_act_also_at_a_shut_gate(client, applicant):
    draft = factories.draft(by=applicant)
    close_due_cycles(CUTOFF + GRACE)
    with clock.set_to(CUTOFF - timedelta(seconds=1)):  # the clock was set back: the gate of 2026 stays shut
        assert year_field(submit(client, draft, year=2026)) == 2027
        submit(client, draft, year=2027)
    assert again(draft).number == "2027-JS-0001"


def test_cut_3_in_time_nothing_is_explained(client, applicant):
    draft = factories.draft(by=applicant)
    with clock.set_to(CUTOFF - timedelta(microseconds=1)):
        page = submit(client, draft)
    assert "参加 2026 年度评选。" in page and "因此" not in page
    assert TITLE(2026) in word(again(draft))


def test_cut_3_what_is_forwarded_after_the_cutoff_says_why_to_both_sides(client, applicant):
    waiting = factories.submitted(Sheet.PARK, by=applicant)
    clerk = factories.recommender(waiting.recommender)
    with clock.set_to(CUTOFF):
        factories.forward(waiting, by=clerk, dated=CUTOFF.astimezone(BEIJING).date())
    for person in (applicant, clerk):
        assert WHY in Message.objects.get(recipient_id=person.pk, subject__endswith="2027-QY-0001").body


def test_cut_4_what_waits_at_a_recommender_is_rendered_anew_for_the_next_year():
    waiting = factories.submitted(Sheet.PARK)
    title = waiting.form.title_for
    assert title(2026) in word(waiting)
    close_due_cycles(CUTOFF + GRACE)
    moved = again(waiting)
    assert title(2027) in word(moved)


def test_cut_5_a_late_correction_warns_before_and_explains_after(client, applicant):
    application = correction(applicant)
    save(application, project_name="另一个名称")
    with clock.set_to(CUTOFF):
        page = read(client, at("check", application))
        assert "提交补正前不列入任何年度的名单。" in page
        assert "2027年7月15日 24:00 之前提交，转入 2027 年度评选，编号不变。" in page
        assert "提交补正，参加 2027 年度评选</button>" in page
        assert "因补正逾期，由 2026 年度转入 2027 年度评选，编号不变。" in submit(client, application)


def test_cut_5_a_check_page_left_open_over_the_deadline_of_its_correction_comes_back(client, applicant):
    with clock.set_to(CUTOFF - timedelta(days=5)):
        application = correction(applicant)
    save(application, project_name="另一个名称")
    with clock.set_to(application.correction_due - timedelta(microseconds=1)):
        assert year_field(read(client, at("check", application))) == 2026
    with clock.set_to(application.correction_due):
        page = submit(client, application, year=2026)
        assert "尚未提交：评选年度已有变化" in page and year_field(page) == 2027
        found = again(application)
        assert (found.state, found.cycle.year) == (State.CORRECTION, 2026)
        submit(client, application, year=2027)
    assert (again(application).state, again(application).cycle.year) == (State.RECEIVED, 2027)


def test_cut_5_a_correction_in_which_nothing_is_corrected_is_refused(client, applicant):
    application = correction(applicant)
    page = read(client, at("check", application))
    assert "还没有修改，不能提交补正" in page and ">提交补正</button>" not in page
    said = submit(client, application)
    assert "尚未提交：填报内容和附件与第 1 版相同。请先按补正要求修改；" in said
    assert "认为不需要修改的，请在「申报材料」的「其他证明材料」中上传书面说明" in said
    assert again(application).state == State.CORRECTION
    save(application, project_name="另一个名称")
    assert ">提交补正</button>" in read(client, at("check", application))
    submit(client, application)
    assert again(application).current_revision.number == 2


def test_cut_5_who_disagrees_with_a_correction_says_so_in_a_file(client, applicant):
    application = correction(applicant)
    file = store.put(b"%PDF-1.4 why not", "application/pdf")
    materials.attach(application.pk, actor=applicant, material="other", file=file, name="说明.pdf")
    submit(client, application)
    assert again(application).state == State.RECEIVED


def test_rec_2_what_came_back_may_go_to_its_recommender_unchanged(client, applicant):
    waiting = factories.submitted(by=applicant, to=factories.bureau())
    clerk = factories.recommender(waiting.recommender)
    recommending.return_to_applicant(waiting.pk, actor=clerk, reasons="请来电说明。")
    page = read(client, at("check", waiting))
    assert "无需修改的，可以再次提交" in page and "不能提交" not in page
    submit(client, waiting)
    assert again(waiting).state == State.AT_RECOMMENDER


def test_cut_5_a_lapsed_correction_keeps_warning_of_its_year(client, applicant):
    application = correction(applicant)
    with clock.set_to(application.correction_due):
        close_due_cycles()
        page = read(client, at("check", application))
        assert "2026年7月15日 24:00 之前提交，仍参加 2026 年度评选，编号不变。" in page
        close_due_cycles(CUTOFF + GRACE)
    with clock.set_to(CUTOFF + GRACE):
        page = read(client, at("check", application))
        assert "2027年7月15日 24:00 之前提交，转入 2027 年度评选，编号不变。" in page


# What waits at a recommender when the cutoff comes near


@pytest.mark.parametrize(("days", "shown"), [(10.01, False), (10, True), (0.1, True)])
def test_the_recommender_sees_the_countdown_from_ten_days_before(client, days, shown):
    waiting = factories.submitted(Sheet.PARK)
    client.force_login(factories.recommender(waiting.recommender))
    with clock.set_to(CUTOFF - timedelta(days=days)):
        assert ("临近截止，请及时报送" in read(client, "/applications/recommend/")) == shown
        assert ("临近截止，请及时报送" in read(client, f"/applications/{waiting.pk}/recommend/")) == shown


def test_rec_4_near_the_cutoff_the_applicant_takes_it_back_and_sends_it_directly(client, applicant):
    waiting = factories.submitted(by=applicant, to=factories.bureau())
    url = waiting.get_absolute_url()
    assert "取回并改为自主申报" not in read(client, url)
    with clock.set_to(CUTOFF - timedelta(days=3)):
        assert "取回并改为自主申报" in read(client, url)
        answer = client.post(at("take_back", waiting), {"direct": "1"})
        assert answer.url == at("check", waiting)
        taken = again(waiting)
        assert (taken.state, taken.route, taken.recommender) == (State.DRAFT, Route.DIRECT, None)
        assert "编号 2026-JS-0001，参加 2026 年度评选" in submit(client, taken)


def test_rec_4_a_zone_cannot_be_taken_back_its_applicant_is_told_to_ask(client, applicant):
    waiting = factories.submitted(Sheet.PARK, by=applicant)
    with clock.set_to(CUTOFF - timedelta(days=3)):
        page = read(client, waiting.get_absolute_url())
        assert "请及时与" in page and "取回并改为自主申报" not in page
        client.post(at("take_back", waiting), {"direct": "1"})
    assert again(waiting).state == State.AT_RECOMMENDER


def test_eli_r_a_draft_begun_from_an_old_one_is_begun_for_its_own_year(client, applicant):
    kept = factories.scored(by=applicant)
    factories.keep(kept)
    with clock.set_to(datetime(2027, 3, 1, tzinfo=BEIJING)):
        draft = begin.apply_again(kept.pk, actor=applicant)
        assert "开始填写的" not in read(client, at("check", draft))
