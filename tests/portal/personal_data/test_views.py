"""The privacy notice, the statements where data are asked for, and what a person reads about oneself."""

import json

import pytest
from django.urls import reverse

from accounts.members.actions import invite
from accounts.members.link import token
from journal.models import Message
from portal.personal_data.retention import RETENTION
from reviews.models import PublicNotice
from reviews.objections.actions import make_objection
from tests import factories

pytestmark = pytest.mark.django_db


def test_everybody_reads_purpose_basis_period_and_rights(client):
    page = client.get(reverse("privacy_notice")).text
    assert all(rule.period in page and rule.data in page for rule in RETENTION)
    for words in ("用途", "第十三条", "保存多久", "查阅和复制", "更正", "删除"):
        assert words in page
    assert reverse("privacy_notice") in client.get(reverse("public_index")).text


def test_the_statement_stands_where_data_are_asked_for(client):
    factories.publish(factories.decided())
    head = factories.applicant()
    invitation = invite(head.organisations.get(), "colleague@example.org", can_submit=False, actor=head)
    for address in (
        reverse("account_signup"),
        reverse("objection_make", args=[PublicNotice.objects.get().pk]),
        reverse("invitation", args=[token(invitation)]),
    ):
        page = client.get(address).text
        assert page.count("data-privacy") == 1 and "个人信息保护说明" in page and "依据" in page, address


def test_a_person_takes_along_what_is_kept_of_oneself_and_nothing_of_others(client):
    application = factories.received()
    owner, other = application.created_by, factories.applicant()
    client.force_login(owner)
    file = client.get(reverse("own_data_file"))
    assert file["Content-Disposition"].startswith("attachment")
    data = json.loads(file.content)
    assert {"项目": "登录邮箱", "内容": owner.email} in data["账号"]
    assert len(data["消息"]) == Message.objects.inbox(owner.pk).count() > 0
    assert data["办理过的事项"] and other.email not in file.text
    page = client.get(reverse("own_data")).text
    assert owner.email in page and str(application.organisation) in page


@pytest.mark.parametrize("several", [1, 3])
def test_one_s_own_data_take_the_same_number_of_queries(client, django_assert_num_queries, several):
    person = factories.reviewer()
    for _ in range(several):
        factories.in_review(reviewers=[person])
    client.force_login(person)
    with django_assert_num_queries(13, exact=False):
        client.get(reverse("own_data_file"))


def test_who_objected_is_masked_until_somebody_asks_and_the_record_says_who(client):
    from_public = {
        "name": "张示例",
        "phone": "13911112222",
        "email": "objector@example.org",
        "organisation": "",
    }
    factories.publish(factories.decided())
    notice = PublicNotice.objects.get()
    made = make_objection(notice.pk, item=notice.items.first(), grounds="该项目尚未开工。", **from_public)
    clerk = factories.staff()
    client.force_login(clerk)
    page = client.get(reverse("objection_detail", args=[made.pk])).text
    assert "13911112222" not in page and "objector@example.org" not in page and "张示例" not in page
    assert "139****2222" in page and "ob***@example.org" in page
    shown = client.post(reverse("objection_contact", args=[made.pk])).text
    assert "13911112222" in shown and "objector@example.org" in shown and "张示例" in shown
    assert "查看异议人联系方式" in client.get(reverse("objection_detail", args=[made.pk])).text
