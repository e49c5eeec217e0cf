"""Redis away during submissions: they go on, and the packets come later."""

import signal
import time

import pytest

from applications.models import Application, Packet
from journal.work import SILENCE, without_nudges
from tests import factories
from tests.faults.audit import assert_sound

SUBMISSIONS = 20  # at most, while it is away
WORKERS = 2  # processes of the web


def stopped(stack):
    stack.redis.kill()
    yield
    stack.start_redis()


def frozen(stack):
    stack.redis.process.send_signal(signal.SIGSTOP)
    yield
    stack.redis.process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize("fault", [stopped, frozen])
@pytest.mark.parametrize(
    ("seconds", "sweep"),
    [
        pytest.param(4, "2", id="briefly"),
        pytest.param(60, "60", id="a minute", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_submissions_go_on_while_redis_is_away(stack, wait_until, capsys, fault, seconds, sweep):
    person = factories.applicant()
    drafts = [factories.draft(by=person).pk for _ in range(SUBMISSIONS + 5)]
    stack.env["SWEEP_SECONDS"] = sweep
    web = stack.web(workers=WORKERS)
    visitor = web.visitor(person)
    worker, beat = stack.worker(), stack.beat()
    took = {"before": [], "away": [], "after": []}
    left = iter(drafts)
    accepted = []

    def submit(phase):
        pk, begun = next(left), time.monotonic()
        status, where = visitor.submit(pk)
        took[phase].append(time.monotonic() - begun)
        assert (status, where) == (302, f"/applications/{pk}/")
        accepted.append(pk)

    for _ in range(3):
        submit("before")
    outage = fault(stack)
    next(outage)
    gone = time.monotonic()
    while len(took["away"]) < SUBMISSIONS and time.monotonic() - gone < seconds:
        submit("away")
        time.sleep(seconds / SUBMISSIONS)
    time.sleep(max(0, gone + seconds - time.monotonic()))
    next(outage, None)
    back = time.monotonic()
    for _ in range(2):
        submit("after")
    wait_until(lambda: Packet.objects.filter(state=Packet.State.DONE).count() == len(accepted), seconds=600)
    with capsys.disabled():
        longest = ", ".join(f"{phase} {len(times)}: {max(times):.2f} s" for phase, times in took.items())
        print(
            f"\nRedis {fault.__name__} {seconds} s, longest submission {longest}; packets {time.monotonic() - back:.1f} s after"
        )
    waited = web.child.log.read_text().count("Could not wake a worker")
    assert 1 <= waited <= WORKERS * (1 + (back - gone) // SILENCE), (
        "one waits for a dead broker and tells the others"
    )
    assert worker.process.poll() is None and beat.process.poll() is None
    assert_sound(accepted)


def test_one_signs_in_while_redis_is_away(stack):
    person = factories.applicant()
    with without_nudges():
        factories.draft(by=person)
    web = stack.web(workers=1)
    stack.redis.kill()
    visitor = web.visitor(person)
    assert visitor.get("/applications/")[0] == 200
    assert visitor.ask("POST", "/accounts/logout/")[0] == 302
    assert visitor.get("/applications/")[0] == 302
    assert Application.objects.count() == 1
