"""The box of the packet: its steps, its files, what was found when it was read back, and when it fails."""

import pytest
from django.urls import reverse

from applications.models import Packet
from files import store
from journal import clock
from journal.work import MAX_ATTEMPTS
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import at, build_packet, download, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]
HTMX = {"HX-Request": "true"}


def told(application, **found) -> None:
    Packet.objects.filter(revision=application.current_revision).update(**found)


@pytest.fixture
def received(applicant):
    return factories.received(by=applicant)


def test_the_box_asks_again_until_the_files_are_there(client, received):
    url = at("packet", received)
    assert f'hx-get="{url}?seen=' in read(client, received.get_absolute_url())
    assert client.get(url).url == f"{received.get_absolute_url()}#packet"
    build_packet(received)
    box = client.get(url, headers=HTMX).content.decode()
    assert "hx-get" not in box and "<html" not in box
    url = reverse("revision_file", args=[received.current_revision_id, "merged"])
    assert url in box
    assert download(client, url) == (200, b"merged", "attachment")


def test_whoever_asks_again_hears_only_what_is_new(client, received):
    url = at("packet", received)
    told(received, attempts=1, step="pdf")
    box = client.get(url, headers=HTMX)
    seen = box.content.decode().partition("seen=")[2][:12]
    assert client.get(url, {"seen": seen}, headers=HTMX).status_code == 204
    told(received, step="attachments", detail="1/4：执照.jpg")
    box = client.get(url, {"seen": seen}, headers=HTMX)
    assert box.status_code == 200
    page = box.content.decode()
    assert 'hx-swap-oob="innerHTML:#packet-said"' in page and "第 4 步，共 6 步：整理附件" in page
    assert page.count("step-done") == 3 and page.count("step-current") == 1 and page.count("step-todo") == 2
    assert "1/4：执照.jpg" in page


def test_without_javascript_there_is_a_link_to_the_box(client, received):
    told(received, attempts=1, step="binding")
    page = read(client, received.get_absolute_url())
    assert f'<noscript><p><a href="{at("packet", received)}">' in page


def test_while_it_waits_for_another_try_only_the_city_reads_why(client, received):
    again_at = clock.now().replace(hour=6, minute=7, second=8)
    told(received, attempts=2, error="生成失败：服务器存储空间不足。", lease_until=again_at)
    page = read(client, received.get_absolute_url())
    assert "自动再试" in page and "14:07:08再试" in page and "存储空间" not in page
    assert "现在重试" not in page
    client.force_login(factories.staff())
    page = read(client, received.get_absolute_url())
    assert "服务器存储空间不足" in page and f"再试 {MAX_ATTEMPTS - 2} 次" in page and "现在重试" in page
    client.post(at("packet_retry", received))
    packet = Packet.objects.get(revision=received.current_revision)
    assert (packet.state, packet.attempts, packet.lease_until) == ("pending", 0, None)


def test_what_is_being_built_is_not_begun_a_second_time(client, received):
    told(received, attempts=2, step="pdf", error="生成失败：示例。", lease_until=clock.now())
    client.force_login(factories.staff())
    assert "现在重试" not in read(client, received.get_absolute_url())
    client.post(at("packet_retry", received))
    assert Packet.objects.get(revision=received.current_revision).attempts == 2


LOST = {
    "name": "执照.pdf",
    "material": "x",
    "sha256": "ab" * 32,
    "reason": "原件在存储中缺失，压缩包中也没有。",
    "in_archive": False,
}


@pytest.mark.parametrize("role", ["applicant", "staff"])
def test_a_packet_that_lost_an_original_is_no_success(client, received, role):
    build_packet(received, left_out=[LOST], proof={"answers": 1, "word": [], "pdf": [], "lost": ["执照.pdf"]})
    if role == "staff":
        client.force_login(factories.staff())
    page = read(client, received.get_absolute_url())
    assert "progress-incomplete" in page and "progress-done" not in page and "缺少原件" in page
    assert "执照.pdf：原件在存储中缺失" in page and "原件在压缩包中，可以查看" not in page
    assert "请联系市级工作人员" not in page.partition('id="packet"')[2].partition("</section>")[0]
    assert ("市级工作人员已收到通知" in page) == (role == "applicant")
    assert ("系统管理员" in page) == (LOST["sha256"] in page) == (role == "staff")
    client.post(at("packet_retry", received))
    state = Packet.objects.get(revision=received.current_revision).state
    assert state == ("pending" if role == "staff" else "done")


@pytest.mark.parametrize("state", ["pending", "failed"])
def test_until_there_are_newer_files_those_of_the_time_before_stay(client, received, state):
    assert "此前生成的文件" not in read(client, received.get_absolute_url())
    build_packet(received)
    assert "此前生成的文件" not in read(client, received.get_absolute_url())
    told(received, state=state)
    page = read(client, received.get_absolute_url())
    url = reverse("revision_file", args=[received.current_revision_id, "merged"])
    assert "此前生成的文件" in page and "编号、接收时间或推荐意见" in page and url in page
    assert download(client, url) == (200, b"merged", "attachment")


@pytest.mark.parametrize("role", ["applicant", "staff"])
def test_a_file_whose_content_is_lost_is_told_apart_from_a_wrong_address(client, received, role, caplog):
    if role == "staff":
        client.force_login(factories.staff())
    store.path(received.current_revision.attachments[0]["sha256"]).unlink()
    for query in ("", "?preview=1"):
        answer = client.get(reverse("revision_attachment", args=[received.current_revision_id, 0]) + query)
        page = answer.content.decode()
        assert answer.status_code == 404 and "文件在存储中缺失" in page and "地址可能有误" not in page
        assert ("请联系系统管理员" in page) == (role == "staff")
        assert ("请联系市级工作人员" in page) == (role == "applicant")
    assert received.current_revision.attachments[0]["sha256"] in caplog.text
    answer = client.get(reverse("revision_attachment", args=[received.current_revision_id, 99]))
    assert answer.status_code == 404 and "地址可能有误" in answer.content.decode()


def test_a_failed_packet_is_a_calm_sentence_for_the_applicant_and_a_button_for_the_city(client, received):
    told(received, state="failed", attempts=MAX_ATTEMPTS, step="pdf", error="生成失败：服务器存储空间不足。")
    page = read(client, received.get_absolute_url())
    assert "申报不受影响" in page and "存储空间" not in page and at("packet_retry", received) not in page
    client.force_login(factories.staff())
    page = read(client, received.get_absolute_url())
    assert "服务器存储空间不足" in page and at("packet_retry", received) in page
    client.post(at("packet_retry", received))
    packet = Packet.objects.get(revision=received.current_revision)
    assert (packet.state, packet.attempts, packet.step) == ("pending", 0, "")
    assert "等待生成材料包" in read(client, received.get_absolute_url())


def test_what_was_found_when_it_was_read_back_is_said(client, received):
    build_packet(received, proof={"answers": 29, "word": [], "pdf": [], "glyphs": []})
    assert "29 项内容，在 Word 版和 PDF 版中全部找到" in read(client, received.get_absolute_url())


@pytest.mark.parametrize("role", ["applicant", "staff"])
def test_what_was_not_found_is_named(client, received, role):
    proof = {"answers": 29, "word": [], "pdf": ["项目名称", "技术 1 · 技术名称"], "glyphs": ["𬎆"]}
    build_packet(received, proof=proof)
    if role == "staff":
        client.force_login(factories.staff())
    page = read(client, received.get_absolute_url())
    assert "PDF 版中没有核对到以下 2 项：项目名称、技术 1 · 技术名称" in page and "Word 版中没有" not in page
    assert "<strong>𬎆</strong>" in page
    assert ("不需要重新提交" in page) == (role == "applicant")
    assert ("系统管理员" in page) == (at("packet_retry", received) in page) == (role == "staff")
    client.post(at("packet_retry", received))
    again = Packet.objects.get(revision=received.current_revision).state
    assert again == ("pending" if role == "staff" else "done")


def test_mat_w_what_is_left_out_of_the_bound_file_is_named_with_its_reason(client, received):
    left_out = [{"name": "核算.docx", "material": "x", "sha256": "0", "reason": "Word 文档不并入 PDF。"}]
    build_packet(received, left_out=left_out)
    page = read(client, received.get_absolute_url())
    assert "核算.docx：Word 文档不并入 PDF。" in page and "请另行打印，附在每一份合订本之后" in page


def test_recommender_and_screener_see_the_same_box(client, applicant):
    sent = factories.submitted(Sheet.PARK, by=applicant)
    told(sent, attempts=1, step="proof")
    client.force_login(factories.recommender(sent.recommender))
    page = read(client, reverse("recommender_form", args=[sent.pk]))
    assert "逐项核对文件内容" in page and f'hx-get="{at("packet", sent)}?seen=' in page
    received = factories.received(by=applicant)
    told(received, attempts=1, step="proof")
    client.force_login(factories.staff())
    page = read(client, reverse("screening", args=[received.pk]))
    assert "逐项核对文件内容" in page and f'hx-get="{at("packet", received)}?seen=' in page


def test_the_citys_desk_names_the_packets_that_failed_or_lack_something(client, applicant):
    fine, failed, lacking, old, lost = (factories.received(by=applicant) for _ in range(5))
    nothing = {"answers": 29, "word": [], "pdf": [], "glyphs": []}
    build_packet(fine, proof=nothing)
    build_packet(old)
    told(failed, state="failed", error="生成失败：示例。")
    build_packet(lacking, proof=nothing | {"pdf": ["项目名称"]})
    build_packet(lost, proof=nothing | {"lost": ["执照.pdf"]}, left_out=[LOST])
    client.force_login(factories.staff())
    page = read(client, reverse("screening_list") + "?state=")
    named = [
        each for each in (fine, failed, lacking, old, lost) if f"{each.get_absolute_url()}#packet" in page
    ]
    assert "有材料包需要处理" in page and named == [failed, lacking, lost]
    Packet.objects.exclude(revision=fine.current_revision).update(state="pending")
    assert "有材料包需要处理" not in read(client, reverse("screening_list") + "?state=")
