"""Two equal presses at once: one is done, the other reads a sentence; nobody meets a fault of the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import NamedTuple

import pytest
from django.db import connection, connections, models
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from applications.models import OpinionText, PaperMark
from face.models import SavedView
from journal import clock
from portal.models import CaseFile
from programme.models import Cycle, DayCorrection, LibraryEntry
from reviews.models import DeclaredConflict, Exclusion, Panel, SiteVisit
from tests import factories

AT_ONCE = 6

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]


class Press(NamedTuple):
    """Who presses (None: nobody signed in), where, what is sent, and the rows of which one more is made."""

    who: User | None
    url: str
    sent: dict
    rows: models.QuerySet


def sign_up() -> Press:
    sent = {
        "name": "示例新人",
        "email": "new@example.org",
        "password1": "lvse-9271-Kq",
        "password2": "lvse-9271-Kq",
    }
    return Press(None, reverse("account_signup"), sent, User.objects.filter(email="new@example.org"))


def register() -> Press:
    sent = {
        "name": "北京示例登记有限公司",
        "uscc": factories.uscc(900001),
        "nature": "民营企业",
        "district": "haidian",
        "address": "海淀区示例路 9 号",
    }
    return Press(
        factories.person(),
        reverse("organisation_register"),
        sent,
        Organisation.objects.filter(uscc=sent["uscc"]),
    )


def panel() -> Press:
    cycle = factories.received().cycle
    sent = {
        "cycle": cycle.pk,
        "pilot_type": "technology",
        "field": "",
        "name": "示例评审组",
        "due": "2030-08-20",
    }
    return Press(factories.staff(), reverse("panel_create"), sent, Panel.objects.all())


def opinion_text() -> Press:
    sent = {"name": "园区", "text": "同意推荐。"}
    return Press(factories.recommender(), reverse("recommender_texts"), sent, OpinionText.objects.all())


def cycle() -> Press:
    factories.received()
    return Press(factories.staff(), reverse("cycle_open"), {}, Cycle.objects.filter(origin="portal"))


def conflict() -> Press:
    sent = {"kind": "other", "organisation": "示例公司", "note": "示例说明。"}
    return Press(factories.reviewer(), reverse("conflict_declare"), sent, DeclaredConflict.objects.all())


def exclusion() -> Press:
    application = factories.in_review()
    seat = application.score_sheets.first().panel
    sent = {
        "application": application.pk,
        "reviewer": factories.reviewer().pk,
        "reason": "示例。",
        "sure": "yes",
    }
    return Press(factories.staff(), reverse("panel_exclude", args=[seat.pk]), sent, Exclusion.objects.all())


def case_file() -> Press:
    application = factories.received()
    return Press(
        factories.staff(), reverse("case_file_ask", args=[application.pk]), {}, CaseFile.objects.all()
    )


def view_of_list() -> Press:
    sent = {"name": "我的视图", "query": "state=received"}
    return Press(factories.staff(), reverse("saved_view_keep"), sent, SavedView.objects.all())


def paper_mark() -> Press:
    application = factories.received()
    sent = {"step": "printed"}
    return Press(
        application.created_by,
        reverse("application_paper_mark", args=[application.pk]),
        sent,
        PaperMark.objects.all(),
    )


def workday() -> Press:
    year = factories.received().cycle.year
    sent = {"day": f"{year}-10-08", "working": "1", "note": "示例通知。", "act": "save"}
    return Press(factories.staff(), reverse("workdays", args=[year]), sent, DayCorrection.objects.all())


def national() -> Press:
    sent = {
        "kind": "气候投融资试点",
        "name": "示例区国家级试点",
        "organisation_name": "示例区政府",
        "cycle": factories.received().cycle.pk,
        "basis": "示例文件〔2022〕1号",
    }
    return Press(factories.staff(), reverse("library_national"), sent, LibraryEntry.objects.all())


def visit() -> Press:
    application, clerk = factories.accepted(), factories.staff()
    sent = {
        "numbers": application.number,
        "day": f"{clock.now() + timedelta(days=5):%Y-%m-%d}",
        "time": "09:30",
        "staff": [clerk.pk],
        "place": "示例路 2 号",
        "purpose": "示例内容。",
    }
    return Press(clerk, reverse("visit_create"), sent, SiteVisit.objects.all())


MOST_ONE = [
    sign_up,
    register,
    panel,
    opinion_text,
    cycle,
    conflict,
    exclusion,
    case_file,
    view_of_list,
    paper_mark,
    workday,
    national,
    visit,
]


@pytest.mark.parametrize("prepare", MOST_ONE, ids=lambda prepare: prepare.__name__)
def test_equal_presses_at_once_make_one_row_and_no_fault(prepare: Callable[[], Press]):
    press = prepare()
    before, ready = press.rows.count(), Barrier(AT_ONCE)

    def send(_) -> int:
        client = Client(raise_request_exception=False)
        if press.who:
            client.force_login(press.who)
        ready.wait(60)
        try:
            return client.post(press.url, press.sent).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert all(status < 500 for status in answers), answers
    assert press.rows.count() == before + 1
