"""The small version of ``make bench-autosave``: every kind of request succeeds, and a save makes few statements."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from applications.models import Application
from bench.autosave_steps import typing_load
from bench.autosave_steps.__main__ import QUERIES
from bench.autosave_steps.alone import alone
from bench.autosave_steps.writers import TYPED, writers
from bench.rush_steps import processes


@pytest.mark.django_db
def test_a_save_of_a_full_form_makes_a_constant_number_of_statements():
    found = {each.what: each for each in alone(writers(1)[0], rounds=3)}
    assert set(found) == {"save", "beside", "beside without paper", "page"}
    assert len(found["save"].queries) == 1 and max(found["save"].queries) <= QUERIES
    assert "次" in Application.objects.get().answers[TYPED]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="processes of their own need PostgreSQL")
def test_people_who_write_at_once_all_save(monkeypatch):
    monkeypatch.setattr(typing_load, "LONGEST", 2.0)
    people = writers(4)
    environment = os.environ | {"PORTAL_TEST_DATABASE": str(connection.settings_dict["NAME"])}
    log = settings.VAR_DIR / "autosave" / "web.log"
    # The load runs in a thread: where a browser was driven before, its event loop still runs in this one.
    with processes.web(log, **environment) as port, ThreadPoolExecutor(1) as apart:
        answers = apart.submit(asyncio.run, typing_load.type_together(port, people, seconds=4)).result()
    assert {(answer.what, answer.status) for answer in answers} == {("save", 200), ("beside", 200)}
    assert all("次" in application.answers[TYPED] for application in Application.objects.all())
