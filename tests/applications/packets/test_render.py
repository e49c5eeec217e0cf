"""The submission packet: in order, named, checksummed, the same bytes twice, never failed by an attachment."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string

from accounts.districts import District
from applications.dossier.opinion import opinion_of, paper_answers, recommender_of
from applications.models import Revision
from applications.packets.building.render import build
from applications.packets.building.view import RevisionView, view_of
from applications.packets.request import input_checksum
from applications.packets.steps import Step
from applications.recommending import actions as recommending
from programme.notice import Sheet
from tests import factories
from tests.applications.packets.samples import original, pages_of, received_view
from tests.files.samples import excel, pdf, picture, word


@pytest.fixture
def view(tmp_path) -> RevisionView:
    """A received technology application with six attachments, three of which cannot be bound."""
    (tmp_path / "store").mkdir()
    files = [
        ("营业执照复印件", "执照.jpg", picture("JPEG", (800, 500))),
        ("项目审批、核准或备案材料", "备案" + "很长的名字" * 22 + ".pdf", pdf(3)),
        ("碳减排量核算说明", "核算.docx", word()),
        ("碳减排量核算说明", "核算.xlsx", excel()),
        ("其他证明材料", "加密.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b"))),
        ("其他证明材料", "检测报告.pdf", pdf(2)),
    ]
    return received_view(tuple(original(tmp_path / "store", *file) for file in files))


@pytest.fixture
def new_folder(tmp_path):
    def make(name: str):
        (tmp_path / name).mkdir()
        return tmp_path / name

    return make


def bookmarks(path) -> list[tuple[str, int]]:
    with pikepdf.open(path) as document, document.open_outline() as outline:
        pages = [page.objgen for page in document.pages]
        return [(item.title, pages.index(item.destination[0].objgen)) for item in outline.root]


def page_count(path) -> int:
    with pikepdf.open(path) as document:
        return len(document.pages)


def manifest(path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def test_packet_is_bound_in_order_with_a_separator_before_each_attachment(view, new_folder):
    built = build(view, new_folder("out"))
    marks = bookmarks(built.files["merged"])
    assert [title for title, _ in marks] == [
        "封面与目录",
        "2026 年北京市先进低碳技术试点项目申报表",
        "附件 1 营业执照复印件 执照.jpg",
        f"附件 2 项目审批、核准或备案材料 {view.originals[1].name}",
        "附件 6 其他证明材料 检测报告.pdf",
        "未并入的附件",
    ]
    starts = [position for _, position in marks] + [page_count(built.files["merged"])]
    lengths = [end - start for start, end in pairwise(starts)]
    assert lengths[1:] == [page_count(built.files["pdf"]), 1 + 1, 1 + 3, 1 + 2, 1]


def test_mat_w_own_pages_and_form_say_what_they_are_and_carry_the_code(view, new_folder):
    built = build(view, new_folder("out"))
    starts = dict(bookmarks(built.files["merged"]))
    pages = pages_of(built.files["merged"])
    cover, separator, last = (
        pages[0],
        pages[starts[f"附件 2 项目审批、核准或备案材料 {view.originals[1].name}"]],
        pages[-1],
    )
    for words in (
        view.number,
        view.title,
        "2026 年度",
        "2026年6月20日 16:30:01",
        view.sha256,
        view.organisation,
    ):
        assert words in cover
    for words in ("附件 2", view.originals[1].material, view.originals[1].sha256, "以下 3 页"):
        assert words in separator
    assert view.originals[1].name in "".join(separator.split())
    assert "核算.docx" in last and "Word 文档不并入 PDF" in last and "加密.pdf" in last
    form = pages[starts["2026 年北京市先进低碳技术试点项目申报表"] : starts["附件 1 营业执照复印件 执照.jpg"]]
    assert all("DT000012-R02-AB12CD34" in page for page in (cover, separator, last, *form))


def test_what_cannot_be_bound_is_listed_with_its_reason_and_never_fails_the_packet(view, new_folder):
    view.originals[1].path.unlink()
    view.originals[5].path.write_bytes(b"altered")
    built = build(view, new_folder("out"))
    reasons = {item["name"]: item["reason"] for item in built.left_out}
    assert "缺失" in reasons[view.originals[1].name]
    assert "Word 文档不并入" in reasons["核算.docx"] and "Excel 表格不并入" in reasons["核算.xlsx"]
    assert "密码" in reasons["加密.pdf"]
    assert "校验值不符" in reasons["检测报告.pdf"]
    told = manifest(built.files["archive"])
    assert told["not_in_packet"] == built.left_out
    assert [item["name"] for item in told["files"][2:-2]] == [
        "执照.jpg",
        "核算.docx",
        "核算.xlsx",
        "加密.pdf",
    ]


def test_a_name_that_begins_with_its_material_does_not_say_it_twice(tmp_path, new_folder):
    (tmp_path / "store").mkdir()
    files = [("其他证明材料", "其他证明材料（检测）.pdf", pdf(1)), ("其他证明材料", "奖状.pdf", pdf(2))]
    view = received_view(tuple(original(tmp_path / "store", *file) for file in files))
    built = build(view, new_folder("out"))
    assert [title for title, _ in bookmarks(built.files["merged"])][2:] == [
        "附件 1 其他证明材料（检测）.pdf",
        "附件 2 其他证明材料 奖状.pdf",
    ]
    assert [item["path"] for item in manifest(built.files["archive"])["files"][2:-2]] == [
        "originals/01-其他证明材料（检测）.pdf",
        "originals/02-其他证明材料-奖状.pdf",
    ]


def test_when_all_together_cannot_be_bound_the_form_still_is(view, new_folder):
    folder = new_folder("out")

    def spoil(step: Step, detail: str) -> None:
        if step == Step.BINDING:
            (folder / ".pages-001.pdf").write_bytes(b"spoilt between check and merge")

    built = build(view, folder, spoil)
    assert [title for title, _ in bookmarks(built.files["merged"])][2:] == ["未并入的附件"]
    assert len(built.left_out) == len(view.originals) and "未能合并" in built.left_out[0]["reason"]


def test_manifest_has_the_sha256_of_each_file_of_the_zip(view, new_folder):
    built = build(view, new_folder("out"))
    told = manifest(built.files["archive"])
    with zipfile.ZipFile(built.files["archive"]) as archive:
        names = archive.namelist()
        assert names == [item["path"] for item in told["files"]] + ["manifest.json"]
        for item in told["files"]:
            assert hashlib.sha256(archive.read(item["path"])).hexdigest() == item["sha256"]
            assert len(archive.read(item["path"])) == item["size"]
    assert [item["sha256"] for item in told["files"][2:-2]] == [file.sha256 for file in view.originals]
    assert names[-3:-1] == ["revision.json", "revision-checksum.txt"]
    assert all(len(part.encode()) <= 255 for name in names for part in name.split("/"))
    assert (told["number"], told["revision"], told["checksum"]) == (view.number, 2, view.sha256)
    assert told["code"] == "DT000012-R02-AB12CD34"
    assert told["received_at"] == "2026-06-20T16:30:01+08:00"


def test_same_view_gives_the_same_bytes(view, new_folder):
    one, two = build(view, new_folder("one")), build(view, new_folder("two"))
    for name in ("word", "pdf", "merged", "archive"):
        assert one.files[name].read_bytes() == two.files[name].read_bytes(), name


def test_before_receipt_the_cover_says_that_there_is_no_number(view, new_folder):
    waiting = replace(view, number=None, received_at=None, originals=())
    built = build(waiting, new_folder("out"))
    assert built.files["merged"].name == "DT000012-R02-AB12CD34-packet.pdf"
    context = {
        "view": waiting,
        "contents": [],
        "form_title": "",
        "form_first": 3,
        "form_pages": 3,
        "left_out": [],
    }
    page = render_to_string("applications/packets/building/cover.html", context)
    assert "尚未取得编号" in page and "尚未接收" in page
    assert [title for title, _ in bookmarks(built.files["merged"])][:1] == [
        "封面与目录"
    ] and built.left_out == []


def test_each_step_is_told_when_it_begins_and_which_attachment_is_looked_at(view, new_folder):
    told = []
    build(view, new_folder("out"), lambda step, detail: told.append((step, detail)))
    assert list(dict.fromkeys(step for step, _ in told)) == list(Step)
    assert [detail for step, detail in told if step == Step.ATTACHMENTS] == [
        f"{position}/6：{original.name}" for position, original in enumerate(view.originals, start=1)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("sheet", [Sheet.TECHNOLOGY, Sheet.PARK])
def test_mat_w_the_cover_has_a_place_for_the_stamp_where_the_form_has_none(sheet):
    revision = factories.received(sheet).current_revision
    view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
    pages = {"form_title": "", "form_pages": 1, "form_first": 3, "contents": [], "left_out": []}
    cover = render_to_string("applications/packets/building/cover.html", {"view": view} | pages)
    assert ("申报单位：（盖章）" in cover) is (sheet == Sheet.PARK)


@pytest.mark.django_db
def test_view_has_the_materials_in_the_order_of_the_list():
    application = factories.received()
    revision = application.current_revision
    scrambled = Revision(
        application=application,
        number=revision.number,
        answers=revision.answers,
        attachments=revision.attachments[::-1],
        sha256=revision.sha256,
        submitted_at=revision.submitted_at,
    )
    view = view_of(scrambled, answers=paper_answers(revision), opinion=opinion_of(revision))
    assert [item.material for item in view.originals] == [
        "营业执照复印件",
        "项目审批、核准或备案材料",
        "碳减排量核算说明",
        "其他证明材料",
    ]
    assert view.number == application.number and view.received_at == application.received_at
    assert view.received_at.utcoffset().total_seconds() == 8 * 3600


@pytest.mark.django_db
def test_view_of_a_recommended_zone_carries_the_opinion():
    application = factories.received(Sheet.PARK)
    revision = application.current_revision
    view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
    assert view.answers["recommender_opinion"] == factories.OPINION["recommender_opinion"]
    assert (
        view.recommender == application.recommender.name
        and view.opinion_dated == factories.submission_day(application)
    )


@pytest.mark.django_db
def test_rec_1_the_cover_says_who_was_asked_to_recommend_and_that_it_has_not_yet():
    asked, direct = factories.submitted(Sheet.PARK), factories.received()
    named = []
    for application in (asked, direct):
        revision = application.current_revision
        view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
        named.append(view.recommender)
    assert named == [f"{asked.recommender.name}（待初审）", "无（自主申报）"]
    before = input_checksum(asked.current_revision, asked)
    asked.recommender = factories.bureau(District.XICHENG)
    assert input_checksum(asked.current_revision, asked) == before, "the draft may point elsewhere by now"
    asked.current_revision.recommender = asked.recommender
    assert input_checksum(asked.current_revision, asked) != before


@pytest.mark.django_db
def test_rec_2_the_cover_of_what_was_returned_says_so():
    asked = factories.submitted(Sheet.PARK)
    recommending.return_to_applicant(
        asked.pk, actor=factories.recommender(asked.recommender), reasons="请补充面积。"
    )
    words = recommender_of(asked.current_revision)
    assert words == f"{asked.recommender.name}（退回修改）"


@pytest.mark.django_db
def test_render_packet_writes_four_files_named_by_the_number(tmp_path):
    application = factories.received()
    out = io.StringIO()
    call_command("render_packet", application.number, "--output", str(tmp_path / "new"), stdout=out)
    wanted = {f"{application.number}-{end}" for end in ("form.docx", "form.pdf", "packet.pdf", "packet.zip")}
    assert {path.name for path in (tmp_path / "new").iterdir()} == wanted
    assert all(name in out.getvalue() for name in wanted)


@pytest.mark.django_db
def test_render_packet_of_an_unknown_number_writes_nothing(tmp_path):
    with pytest.raises(CommandError, match="没有编号为 2026-JS-9999 的申报") as refusal:
        call_command("render_packet", "2026-JS-9999", "--output", str(tmp_path / "new"))
    assert refusal.value.returncode == 2
    assert list(tmp_path.iterdir()) == []
