"""What was submitted is what everybody but the applicant sees; a recommender sees only what was sent to it (REC-2)."""

import pytest
from django.urls import reverse

from accounts.districts import District
from applications.dossier.changes import changes
from applications.filling import saving
from applications.models import Application
from applications.recommending import actions as recommending
from applications.requirements import REMIT
from applications.states import Route, State
from applications.submitting import actions
from programme.notice import Field, Sheet
from tests import factories
from tests.applications.filling.steps import correction, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]
OLD, NEW, REASONS = "示例园区光储直柔示范项目", "改过的项目名称", "缺少监测方案。"


@pytest.fixture
def first():
    return factories.bureau()


@pytest.fixture
def second():
    return factories.bureau(District.CHAOYANG)


def returned(by, recommender) -> Application:
    """Sent to a recommender that returned it."""
    sent = factories.submitted(by=by, to=recommender)
    clerk = factories.recommender(recommender)
    recommending.return_to_applicant(sent.pk, actor=clerk, reasons=REASONS)
    return Application.objects.get(pk=sent.pk)


def rename(application: Application, **changes) -> None:
    saving.save_draft(
        application.pk,
        actor=application.created_by,
        answers=application.answers | {"project_name": NEW},
        **changes,
    )


def test_rec_2_withdrawing_shows_nothing_to_a_recommender_that_was_only_chosen_in_the_draft(
    client, applicant, first, second
):
    sent = returned(applicant, first)
    saving.save_draft(sent.pk, actor=applicant, recommender=second)
    actions.withdraw(sent.pk, actor=applicant, reason="不再申报。")
    client.force_login(factories.recommender(second))
    assert client.get(sent.get_absolute_url()).status_code == 404
    client.force_login(factories.recommender(first))
    assert "已撤回" in read(client, sent.get_absolute_url())


def test_rec_2_the_next_recommender_reads_nothing_of_the_one_before(client, applicant, first, second):
    sent = returned(applicant, first)
    earlier = sent.current_revision
    reasons = sent.norm_reasons | {REMIT: "示例理由。"}
    saving.save_draft(sent.pk, actor=applicant, recommender=second, norm_reasons=reasons)
    actions.submit(sent.pk, actor=applicant)
    client.force_login(factories.recommender(second))
    for address in (sent.get_absolute_url(), reverse("recommender_form", args=[sent.pk])):
        page = read(client, address)
        assert OLD in page and REASONS not in page and first.name not in page
        assert reverse("revision_attachment", args=[earlier.pk, 0]) not in page
    assert client.get(reverse("revision_attachment", args=[earlier.pk, 0])).status_code == 404
    client.force_login(factories.recommender(first))
    assert client.get(sent.get_absolute_url()).status_code == 404


def test_a_recommender_reads_of_a_returned_application_what_was_sent_to_it(client, applicant, first, second):
    sent = returned(applicant, first)
    rename(sent, district=District.CHAOYANG, recommender=second)
    client.force_login(factories.recommender(first))
    for address in (
        sent.get_absolute_url(),
        reverse("recommender_form", args=[sent.pk]),
        reverse("recommender_list") + "?tab=returned",
    ):
        page = read(client, address)
        assert OLD in page and NEW not in page and "朝阳区" not in page
    client.force_login(applicant)
    for address in (sent.get_absolute_url(), reverse("application_list")):
        assert NEW in read(client, address)


def test_staff_read_of_an_application_in_correction_what_was_submitted(client, applicant):
    received = correction(applicant)
    other = next(field for field in (Field.BUILDING, Field.TRANSPORT) if field != received.field)
    rename(received, district=District.CHAOYANG, field=other)
    client.force_login(factories.staff())
    listed = reverse("screening_list") + f"?state={State.CORRECTION}"
    for address in (
        received.get_absolute_url(),
        reverse("screening", args=[received.pk]),
        f"{listed}&district={District.HAIDIAN}",
        f"{listed}&field={received.field}",
    ):
        page = read(client, address)
        assert OLD in page and NEW not in page
    for query in (f"district={District.CHAOYANG}", f"field={other}"):
        assert OLD not in read(client, f"{listed}&{query}")


def test_a_district_bureau_is_told_of_what_lies_there_by_what_was_submitted(client, applicant, second):
    received = correction(applicant)
    rename(received, district=District.CHAOYANG)
    elsewhere = Application.objects.in_district_elsewhere
    assert received not in elsewhere(second)
    actions.resubmit(received.pk, actor=applicant)
    assert received in elsewhere(second)


def test_the_difference_of_two_revisions_names_place_way_and_conditions(applicant, first, second):
    sent = returned(applicant, first)
    old, kept = sent.current_revision, sent.confirmed_conditions
    saving.save_draft(
        sent.pk, actor=applicant, district=District.CHAOYANG, recommender=second, confirmed_conditions=kept
    )
    sent = actions.submit(sent.pk, actor=applicant)
    new = sent.current_revision
    new.confirmed_conditions = kept[1:]
    said = {change.label: (change.before, change.after) for change in changes(old, new)}
    assert said["所在区"] == ("海淀区", "朝阳区")
    assert said["推荐单位"] == (first.name, second.name)
    assert ("已确认", "未确认") in said.values() and len(said) == 3


def test_the_checksum_of_a_revision_covers_files_confirmations_and_reasons_place_and_way(applicant):
    revision = factories.received(by=applicant).current_revision
    assert revision.sha256 == revision.computed_sha256() and revision.route == Route.DIRECT
    changes = {
        "attachments": [file | {"sha256": "0" * 64} for file in revision.attachments],
        "confirmed_conditions": revision.confirmed_conditions[1:],
        "norm_reasons": revision.norm_reasons | {"months": "另一条理由。"},
        "district": District.CHAOYANG,
        "field": Field.OTHER_SECTOR,
    }
    for name, value in changes.items():
        kept = getattr(revision, name)
        setattr(revision, name, value)
        assert revision.computed_sha256() != revision.sha256
        setattr(revision, name, kept)


def test_a_revision_of_a_park_names_the_bureau_it_was_sent_to(applicant):
    sent = factories.submitted(Sheet.PARK, by=applicant)
    assert (sent.current_revision.route, sent.current_revision.recommender) == (
        Route.RECOMMENDED,
        sent.recommender,
    )
