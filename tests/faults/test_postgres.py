"""PostgreSQL restarted under submissions: requests fail cleanly, nothing is half done, all go on by themselves."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg2
import pytest
from django.db import connection

from tests import factories
from tests.faults.stack import ROOT, Visitor
from tests.sessions import session_of

PEOPLE = 4


def ask(postgres, query: str) -> list[tuple]:
    with psycopg2.connect(postgres.url) as link, link.cursor() as cursor:
        cursor.execute(query)
        found = cursor.fetchall()
    link.close()
    return found


@pytest.mark.parametrize(
    ("restarts", "each"),
    [
        pytest.param(1, 5, id="once"),
        pytest.param(5, 20, id="five times", marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_a_restarted_database_leaves_no_half_state(stack, postgres, wait_until, capsys, restarts, each):
    people = [factories.applicant() for _ in range(PEOPLE)]
    drafts = [[factories.draft(by=person).pk for _ in range(each)] for person in people]
    sessions = [session_of(person) for person in people]
    postgres.load(connection.settings_dict)
    stack.env |= {"DATABASE_URL": postgres.url, "PORTAL_TEST_DATABASE": "postgres", "CONN_MAX_AGE": "60"}
    web, worker, beat = stack.web(), stack.worker(), stack.beat()
    refused, failed_after = [], []
    restarted, stopped_for_good = [0.0], Event()

    def submit_all(visitor: Visitor, own: list[int]) -> None:
        for pk in own:
            if pk == own[-1]:  # so that nobody is done before
                assert stopped_for_good.wait(600)
            deadline = time.monotonic() + 600
            while True:
                begun = time.monotonic()
                status, answer = visitor.submit(pk)
                if (status, answer) == (302, f"/applications/{pk}/"):
                    break
                assert status == 500 and "系统出错了，请稍后再试" in answer and begun < deadline
                refused.append(pk)
                if restarted[0] and begun > restarted[0]:
                    failed_after.append(pk)
                time.sleep(0.2)
            time.sleep(0.6 if restarts > 1 else 0.1)

    with ThreadPoolExecutor(PEOPLE) as pool:
        visitors = [Visitor(web.port, session) for session in sessions]
        running = [pool.submit(submit_all, *pair) for pair in zip(visitors, drafts, strict=True)]
        for restart in range(restarts):
            time.sleep(1)
            restarted[0], before = 0.0, len(refused)
            postgres.stop()
            time.sleep(1.5)
            if restart == restarts - 1:
                stopped_for_good.set()
                wait_until(lambda before=before: len(refused) > before)
            postgres.start()
            restarted[0] = time.monotonic()
        for each_run in running:
            each_run.result()
    back = time.monotonic()
    everything = (
        f"select count(*) from applications_packet where state = 'done' having count(*) = {PEOPLE * each}"
    )
    wait_until(lambda: ask(postgres, everything), seconds=900)
    with capsys.disabled():
        print(
            f"\n{restarts} restarts, {PEOPLE * each} submissions: {len(refused)} answered 500,"
            f" {len(failed_after)} of them after a restart; packets {time.monotonic() - back:.1f} s after"
        )
    assert refused and not failed_after
    assert worker.process.poll() is None and beat.process.poll() is None
    audited = subprocess.run(
        [sys.executable, "-m", "tests.faults.audit", *(str(pk) for own in drafts for pk in own)],
        cwd=ROOT,
        env=stack.env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(audited.stdout) == []
