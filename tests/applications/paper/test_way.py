"""Print, sign, stamp, scan, deliver: who did what for which revision, and what is refused (MAT-W)."""

from datetime import date

import pytest
from django.urls import reverse

from applications.invariants import broken
from applications.models import Application, PaperMark, StampedScan
from applications.packets import work as packet_work
from applications.paper import actions as paper
from applications.paper.desk import actions as desk
from applications.paper.desk.actions import remind_of_paper
from applications.paper.way import paper_way
from applications.requirements import paper_wanted
from applications.states import PaperStep
from applications.submitting import actions as submitting
from files import store
from files.inspection import page_count
from files.models import StoredFile
from journal.models import Message, Record
from journal.workflow import Refused
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import again, at, correction, download, read
from tests.files import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]

LONG = 20  # pages; more than any form of the tests


@pytest.fixture
def sent(applicant) -> Application:
    """A received application whose packet is built."""
    return built(factories.received(by=applicant))


def built(application: Application) -> Application:
    """The same with its form printed."""
    packet_work.work_on(application.current_revision.packet.pk)
    return again(application)


def states(application: Application) -> list[str]:
    return [step.state for step in paper_way(again(application)).steps]


def mark(client, application, step: str, **data):
    return client.post(at("paper_mark", application), {"step": step} | data)


def scan(client, application, *uploads, compared: bool = True):
    data = {"files": list(uploads)} | ({"compared": "on"} if compared else {})
    return client.post(at("paper_scan", application), data)


def whole(name: str = "盖章件.pdf", pages: int = LONG):
    return samples.upload(name, samples.pdf(pages))


def deliver(application, copies: int = 5) -> None:
    desk.register_paper(
        application.current_revision,
        actor=factories.staff(),
        copies=copies,
        received_on=date(2026, 5, 1),
        note="",
    )


def test_mat_w_the_steps_follow_each_other_with_person_and_instant(client, sent, applicant):
    assert states(sent) == ["current", "todo", "todo", "todo", "todo"]
    page = read(client, at("paper", sent))
    assert "海淀区苏州街67号" in page and f"DT{sent.pk:06d}-R01-" in page
    mark(client, sent, "printed")
    mark(client, sent, "signed")
    assert states(sent) == ["done", "done", "current", "todo", "todo"]
    assert f"2026年5月1日 10:00，{applicant}" in read(client, at("paper", sent))
    mark(client, sent, "stamped")
    scan(client, sent, whole())
    deliver(sent, 2)
    assert states(sent) == ["done", "done", "done", "done", "current"]
    assert "中心已收到 2 份，还差 3 份" in read(client, at("paper", sent))
    deliver(sent, 3)
    assert states(sent) == ["done"] * 5
    assert "中心已收齐纸质材料" in read(client, at("paper", sent))


def test_mat_w_a_tick_is_taken_back_and_all_of_it_is_in_the_journal(client, sent):
    mark(client, sent, "printed")
    mark(client, sent, "printed", undo="on")
    assert states(sent)[0] == "current"
    told = Record.objects.filter(verb="mark_paper").values_list("summary", flat=True)
    assert list(told) == ["第 1 版已打印", "第 1 版尚未打印"]
    mark(client, sent, "nothing")
    assert "请选择已经完成的步骤" in read(client, at("paper", sent))


def test_mat_w_the_state_of_the_application_does_not_move(client, sent):
    before = again(sent)
    mark(client, sent, "printed")
    scan(client, sent, whole())
    after = again(sent)
    assert (after.state, after.state_since) == (before.state, before.state_since)


def test_mat_w_a_scan_proves_the_steps_before_it(client, sent, applicant):
    scan(client, sent, whole())
    way = paper_way(again(sent))
    assert [step.state for step in way.steps] == ["done", "done", "done", "done", "current"]
    assert {step.by for step in way.steps[:4]} == {str(applicant)}
    assert way.scan.pages == LONG and list(broken()) == []


def test_mat_w_copies_that_came_in_prove_the_steps_before_them(client, sent):
    deliver(sent, 3)
    assert states(sent) == ["done", "done", "done", "current", "todo"]
    page = read(client, at("paper", sent))
    assert "随收到的纸质材料确认" in page and "中心已收到 3 份，还差 2 份" in page
    client.force_login(factories.staff())
    code = f"{reverse('paper_desk')}?code={again(sent).number}"
    assert client.get(code, follow=True).content.decode().count("未完成") == 2


def test_mat_w_pictures_count_as_pages_and_come_together(client, sent):
    pictures = [samples.upload(f"第{n}页.png", samples.picture()) for n in range(LONG)]
    assert scan(client, sent, *pictures).status_code == 302
    assert len(StampedScan.objects.get().files) == LONG


@pytest.mark.parametrize(
    ("uploads", "compared", "sentence"),
    [
        ([("短.pdf", lambda: samples.pdf(1))], True, "扫描件共 1 页，申报表有"),
        ([("坏.pdf", lambda: b"%PDF-1.7"), ("好.pdf", lambda: samples.pdf(LONG))], True, "「坏.pdf」未上传"),
        ([("说明.docx", samples.word)], True, "不支持这种文件类型。请上传以下类型之一：PDF、PNG、JPG"),
        ([("空.pdf", lambda: b"")], True, "文件是空的"),
        ([], True, "请选择扫描件"),
        ([("好.pdf", lambda: samples.pdf(LONG))], False, "请核对识别码后勾选"),
    ],
)
def test_mat_w_what_is_no_scan_of_the_form_is_refused_and_nothing_is_stored(
    client, sent, uploads, compared, sentence
):
    before = StoredFile.objects.count()
    files = [samples.upload(name, content()) for name, content in uploads]
    answer = scan(client, sent, *files, compared=compared)
    assert sentence in answer.content.decode()
    assert not StampedScan.objects.exists() and StoredFile.objects.count() == before


def test_mat_w_a_scan_is_replaced_until_the_paper_is_there_and_the_old_one_kept(client, sent):
    scan(client, sent, whole("一.pdf"))
    scan(client, sent, whole("二.pdf", LONG + 1))
    way = paper_way(again(sent))
    assert way.scan.files[0]["name"] == "二.pdf"
    assert [replaced_file["name"] for replaced_file in way.replaced_files] == ["一.pdf"]
    deliver(sent)
    assert "上传扫描件" not in read(client, at("paper", sent))
    assert "扫描件不能再更换" in scan(client, sent, whole("三.pdf", LONG + 2)).content.decode()
    assert StampedScan.objects.count() == 2


def test_mat_w_a_scan_that_is_missing_may_come_after_the_paper(client, sent):
    deliver(sent)
    assert states(sent) == ["done", "done", "done", "current", "done"]
    assert scan(client, sent, whole()).status_code == 302
    assert states(sent) == ["done"] * 5


def test_mat_w_a_new_revision_starts_anew_and_says_why(client, applicant):
    corrected = correction(applicant)
    old = corrected.current_revision
    StampedScan.objects.create(revision=old, files=[], pages=6, by=applicant, at=old.submitted_at)
    deliver(corrected, 2)
    assert "正在补正" in read(client, at("paper", corrected))
    with pytest.raises(Refused, match="不能再办理「登记打印盖章进度」"):
        paper.mark_step(old, PaperStep.PRINTED, actor=applicant)
    factories.resubmitted(corrected)
    assert states(corrected) == ["current", "todo", "todo", "todo", "todo"]
    page = read(client, at("paper", corrected))
    assert "补正后提交了第 2 版" in page and "中心收到的旧版本 2 份不计入" in page
    with pytest.raises(Refused, match="已被新的版本替换"):
        paper.mark_step(old, PaperStep.PRINTED, actor=applicant)
    assert not PaperMark.objects.exists()


def test_mat_w_at_the_recommender_nothing_is_printed_yet(client, applicant):
    waiting = factories.submitted(Sheet.PARK, by=applicant)
    assert "推荐单位报送以后再打印" in read(client, at("paper", waiting))
    assert set(states(waiting)) == {"todo"}
    mark(client, waiting, "printed")
    assert not PaperMark.objects.exists()


def test_mat_w_forms_without_a_declaration_have_no_signature_and_recommenders_stamp_too(client, applicant):
    park = factories.received(Sheet.PARK, by=applicant)
    way = paper_way(again(park))
    assert [step.label for step in way.steps] == ["打印", "盖章", "扫描上传", "送交 5 份"]
    assert "合订本封面的申报单位盖章处" in way.steps[1].todo
    assert f"推荐意见处由{park.recommender}盖章" in way.steps[1].todo


def test_mat_w_a_zone_scans_its_stamped_cover_with_the_form(client, applicant):
    park = built(factories.received(Sheet.PARK, by=applicant))
    pages = page_count(store.path(park.current_revision.packet.sha256_of("pdf")))
    assert f"盖章的封面和申报表有 {pages + 1} 页" in scan(client, park, whole(pages=pages)).content.decode()
    assert scan(client, park, whole(pages=pages + 1)).status_code == 302


def test_mat_w_every_way_says_all_the_materials_and_offers_the_bound_volume(client, sent):
    for page in (read(client, at("paper", sent)), read(client, sent.get_absolute_url())):
        assert "下载合订本（PDF，" in page and "全部申报材料" in page
    told = Message.objects.filter(subject__startswith="申报已接收").latest("pk").body
    assert "申报材料合订本（申报表和全部证明材料）" in told and "一式5份" in told
    remind_of_paper(sent.pk, actor=factories.staff())
    assert "申报材料合订本（申报表和全部证明材料）" in Message.objects.latest("pk").body


@pytest.mark.parametrize("sheet", Sheet)
def test_mat_w_the_sentence_says_where_the_stamp_goes(sheet):
    wanted = paper_wanted(factories.draft(sheet))
    zone = sheet in (Sheet.PARK, Sheet.COMMUNITY)
    assert ("在封面加盖公章" in wanted) is zone and ("签字盖章" in wanted) is not zone


def test_mat_w_what_is_not_bound_in_is_listed_to_be_printed_separately(client, applicant):
    draft = factories.draft(by=applicant)
    upload = samples.upload("数据.xlsx", samples.excel())
    client.post(at("materials", draft), {"material": "other", "files": [upload]})
    sent = built(submitting.submit(draft.pk, actor=applicant))
    for page in (read(client, at("paper", sent)), read(client, sent.get_absolute_url())):
        place = page.index("份材料没有并入合订本，请另行打印")
        assert "数据.xlsx" in page[place:] and "Excel 表格不并入 PDF" in page[place:]


def test_mat_w_recommender_and_city_see_the_scan_and_cannot_act(client, applicant):
    park = built(factories.received(Sheet.PARK, by=applicant))
    scan(client, park, whole())
    kept = StampedScan.objects.get()
    url = reverse("scan_file", args=[kept.pk, 0])
    for person in (factories.recommender(park.recommender), factories.staff()):
        client.force_login(person)
        assert download(client, f"{url}?preview=1")[0::2] == (200, "inline")
        assert "上传扫描件" not in read(client, at("paper", park))
        assert "盖章件.pdf" in read(client, park.get_absolute_url())
        mark(client, park, "printed")
        scan(client, park, whole("别人.pdf"))
    assert "盖章件.pdf" in read(client, reverse("screening", args=[park.pk]))
    assert "盖章件.pdf" in read(client, reverse("paper_register", args=[paper_way(park).code]))
    assert not PaperMark.objects.exists() and StampedScan.objects.get() == kept
    for person in (factories.applicant(), factories.recommender(factories.bureau("chaoyang"))):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert client.get(at("paper", park)).status_code == 404


def test_mat_w_a_decided_application_shows_what_was_done_and_asks_for_nothing(client, applicant):
    chosen = factories.selected(by=applicant)
    assert client.get(at("paper", chosen)).url == chosen.get_absolute_url()
    revision = chosen.current_revision
    PaperMark.objects.create(
        revision=revision, step=PaperStep.PRINTED, by=applicant, at=revision.submitted_at
    )
    assert "该申报当前不需要办理纸质材料" in read(client, at("paper", chosen))


def test_files_sent_without_the_tick_are_to_be_chosen_again_and_the_page_says_so(client, sent):
    files = [whole("盖章件.pdf")]
    page = scan(client, sent, *files, compared=False).content.decode()
    assert "刚才选择的文件没有保存，请重新选择全部扫描件" in page


def test_mat_w_the_page_of_the_application_offers_the_bound_volume_and_puts_copy_and_withdraw_last(
    client, sent
):
    client.force_login(sent.created_by)
    page = client.get(sent.get_absolute_url()).content.decode()
    places = [
        page.index(each)
        for each in ("下载合订本（PDF，", "提交版本", "其他操作", "复制为新申报", "撤回申报</summary>")
    ]
    assert places == sorted(places)
