"""The page of an application, for everyone whom it concerns."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.districts import District
from applications.filling import saving
from applications.models import Packet
from applications.paper.desk import actions as desk
from applications.recommending import actions as recommending
from programme.notice import Sheet
from tests import factories
from tests.applications.filling.steps import at, build_packet, download, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def test_the_page_says_where_it_stands_what_next_by_whom_and_until_when(client, applicant):
    sent = factories.submitted(Sheet.PARK, by=applicant)
    page = read(client, sent.get_absolute_url())
    for words in (
        "待推荐单位初审",
        "初审申报材料并出具推荐意见",
        str(sent.recommender),
        "2026年7月15日 24:00",
    ):
        assert words in page
    assert "才算正式接收" in page and "送交纸质材料" not in page


def test_mat_w_after_receipt_the_page_tells_to_print_stamp_and_deliver(client, applicant):
    received = factories.received(by=applicant)
    page = read(client, received.get_absolute_url())
    revision = received.current_revision
    code = f"DT{received.pk:06d}-R01-{revision.sha256[:8].upper()}"
    for words in (received.number, revision.sha256, code, "海淀区苏州街67号", "一式 5 份"):
        assert words in page
    desk.register_paper(revision, actor=factories.staff(), copies=5, received_on=date(2026, 5, 1), note="")
    assert "一式 5 份" not in read(client, received.get_absolute_url())
    assert "2026年5月1日 收到第 1 版 5 份" in read(client, at("paper", received))


def test_files_of_a_revision_are_404_for_whom_it_does_not_concern(client, applicant):
    sent = factories.submitted(by=applicant, to=factories.bureau())
    build_packet(sent)
    revision = sent.current_revision
    urls = [
        reverse("revision_file", args=[revision.pk, "pdf"]),
        reverse("revision_attachment", args=[revision.pk, 0]),
        sent.get_absolute_url(),
        at("packet", sent),
    ]
    foreign = factories.recommender(factories.bureau(District.CHAOYANG))
    for person, status in (
        (applicant, {200, 302}),
        (factories.recommender(), {200, 302}),
        (factories.staff(), {404}),  # not received yet
        (foreign, {404}),
        (factories.applicant(), {404}),
        (factories.reviewer(), {404}),
    ):
        client.force_login(person)
        assert {download(client, url)[0] for url in urls} <= status
    client.force_login(applicant)
    assert client.get(reverse("revision_attachment", args=[revision.pk, 99])).status_code == 404
    assert client.get(reverse("revision_file", args=[revision.pk, "secret"])).status_code == 404


def test_a_returned_draft_pointed_at_another_recommender_stays_unseen_there(client, applicant):
    first, second = factories.bureau(), factories.bureau(District.CHAOYANG)
    sent = factories.submitted(by=applicant, to=first)
    recommending.return_to_applicant(sent.pk, actor=factories.recommender(first), reasons="示例理由。")
    saving.save_draft(sent.pk, actor=applicant, recommender=second)
    for bureau, status in ((first, 200), (second, 404)):
        client.force_login(factories.recommender(bureau))
        assert client.get(sent.get_absolute_url()).status_code == status


def test_the_draft_pages_do_not_exist_for_others(client, applicant):
    sent = factories.received(by=applicant)
    for person in (factories.recommender(), factories.staff(), factories.applicant(), factories.reviewer()):
        client.force_login(person)
        for url in (
            at("basics", sent),
            at("check", sent),
            at("materials", sent),
            at("form", sent, "project"),
        ):
            assert client.get(url).status_code == 404


def test_records_for_the_city_alone_are_not_in_the_applicants_timeline(client, applicant):
    received = factories.received(by=applicant)
    Packet.objects.filter(revision=received.current_revision).update(state="failed", error="示例故障")
    assert "重新生成材料包" not in read(client, received.get_absolute_url())
    clerk = factories.staff()
    client.force_login(clerk)
    assert "示例故障" in read(client, received.get_absolute_url())
    client.post(at("packet_retry", received))
    assert Packet.objects.get(revision=received.current_revision).state == "pending"
    assert "重新生成材料包" in read(client, received.get_absolute_url())
    client.force_login(applicant)
    assert "重新生成材料包" not in read(client, received.get_absolute_url())


def test_the_page_offers_each_person_only_what_is_possible(client, applicant):
    sent = factories.submitted(by=applicant, to=factories.bureau())
    page = read(client, sent.get_absolute_url())
    assert at("take_back", sent) in page and at("withdraw", sent) in page
    client.force_login(factories.recommender())
    page = read(client, sent.get_absolute_url())
    assert reverse("recommender_form", args=[sent.pk]) in page and at("withdraw", sent) not in page
