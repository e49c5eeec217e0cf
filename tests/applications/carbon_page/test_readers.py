"""Carbon figures after the draft: frozen with the revision, shown to who reads it, compared, copied."""

import hashlib
import json
import re
from copy import deepcopy
from datetime import UTC

import pytest
from django.urls import reverse

from applications.begin import actions as begin
from applications.carbon_page import actions as carbon_page
from applications.filling.lacks import annex_is_old
from applications.models import Revision
from applications.submitting import actions
from journal.workflow import Refused
from tests import factories
from tests.applications.carbon_page.figures import LINE, annexes, form
from tests.applications.filling.steps import again, at, correction, download, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def test_the_figures_are_frozen_with_the_revision_and_part_of_its_checksum(client, draft):
    sent = actions.submit(draft.pk, actor=draft.created_by)
    revision = Revision.objects.get(pk=sent.current_revision_id)
    assert revision.carbon == draft.carbon
    assert revision.computed_sha256() == revision.sha256
    revision.carbon = deepcopy(revision.carbon) | {"method": "别的方法。"}
    assert revision.computed_sha256() != revision.sha256
    with pytest.raises(Refused):
        carbon_page.save_carbon(sent.pk, actor=draft.created_by, carbon={})


def test_a_revision_without_figures_keeps_the_checksum_it_had_before_there_were_any(draft):
    carbon_page.save_carbon(draft.pk, actor=draft.created_by, carbon={})
    revision = Revision.objects.get(application=actions.submit(draft.pk, actor=draft.created_by))
    body = {
        "application": draft.pk,
        "number": 1,
        "sheet": "technology",
        "answers": revision.answers,
        "attachments": revision.attachments,
        "confirmed_conditions": revision.confirmed_conditions,
        "norm_reasons": revision.norm_reasons,
        "definition": revision.definition_checksum,
        "submitted_at": revision.submitted_at.astimezone(UTC).isoformat(),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    revision.route = ""  # nor had it a route: see Revision.computed_sha256
    assert revision.computed_sha256() == hashlib.sha256(text.encode()).hexdigest()


def test_recommender_staff_and_reviewer_open_the_figures(client, applicant):
    bureau = factories.bureau()
    case = factories.in_review(by=applicant, to=bureau)
    pages = {
        factories.recommender(bureau): reverse("recommender_form", args=[case.pk]),
        factories.staff(): reverse("screening", args=[case.pk]),
        applicant: case.get_absolute_url(),
    }
    for person, url in pages.items():
        client.force_login(person)
        page = read(client, url)
        assert "光伏替代外购电" in page and "1200.00" in page
        word = reverse("revision_carbon", args=[case.current_revision_id, "word"])
        assert word in page and download(client, word)[0] == 200
    score_sheet = case.score_sheets.first()
    client.force_login(score_sheet.reviewer)
    url = reverse("reviewer_sheet", args=[score_sheet.pk])
    assert "光伏替代外购电" not in read(client, url)
    client.post(reverse("reviewer_declare", args=[score_sheet.pk]), {"do": "none"})
    assert "光伏替代外购电" in read(client, url)


def test_a_correction_shows_what_changed_in_the_figures(client, applicant):
    corrected = correction(applicant)
    client.post(at("carbon", corrected), form(corrected, LINE | {"project": "0"}, save="1"))
    page = read(client, at("check", corrected))
    words = re.sub(r"<span class=.visually-hidden.>.*?</span>|<.*?>", "", page)
    assert "合计年减排 1200.00 tCO2e" in words and "合计年减排 1500.00 tCO2e" in words


def test_figures_come_along_with_a_copy(applicant, draft):
    carbon_page.attach_annex(draft, actor=applicant)
    made = begin.copy(again(draft), with_files=True, actor=applicant)
    assert made.carbon == draft.carbon
    assert [annex_is_old(again(made), annex) for annex in annexes(made)] == [False]
