"""Numbers and quotas under real threads on real PostgreSQL (NUM-1, REC-3)."""

import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from applications.closing.close import close_due_cycles
from applications.filling.saving import locked_draft, save_draft
from applications.materials import actions as materials
from applications.materials.uploads import take_uploads
from applications.models import Application, Packet
from applications.recommending import actions as recommending
from applications.states import State
from applications.submitting import actions, receipt, views_check
from files import store
from files.models import StoredFile
from journal import clock
from journal.chain import broken_chain
from journal.models import Record
from journal.workflow import Refused
from programme.cutoff import GRACE, default_cutoff
from programme.cycles.receiving import cycle_at
from programme.models import Cycle, NumberGate, ParkQuota
from programme.notice import Sheet
from programme.quotas.actions import ask_for_quota, grant_request
from tests import factories
from tests.applications.filling.steps import at, begin
from tests.files.samples import pdf, picture, upload
from tests.locks import is_waited_for

pytestmark = [
    pytest.mark.usefixtures("patient_database"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks need PostgreSQL"),
]


def at_once(calls: list, threads: int) -> list:
    """Run the calls in threads of their own connections; a refusal comes back as its sentence."""

    def run(call):
        try:
            return call()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, calls))


def test_num_1_two_hundred_submissions_at_once_get_numbers_1_to_200_without_gap_or_repeat():
    person = factories.applicant()
    drafts = [factories.draft(by=person) for _ in range(200)]
    at_once([lambda pk=d.pk: actions.submit(pk, actor=person) for d in drafts], threads=20)
    numbers = sorted(Application.objects.values_list("number", flat=True))
    year = Application.objects.first().cycle.year
    assert numbers == [f"{year}-JS-{n:04d}" for n in range(1, 201)]
    assert Packet.objects.count() == 200
    assert broken_chain() == []


def test_rec_3_ten_forwards_at_once_on_a_quota_of_three_let_exactly_three_through():
    clerk = factories.recommender()
    office = clerk.organisations.get()
    parks = [factories.submitted(Sheet.PARK, to=office) for _ in range(10)]
    for park in parks:
        factories.checked(park, by=clerk)
    answers = at_once(
        [
            lambda pk=p.pk: recommending.forward(
                pk, actor=clerk, opinion=factories.OPINION, dated=factories.submission_day(parks[0])
            )
            for p in parks
        ],
        threads=10,
    )
    assert sum("名额" in answer for answer in answers if isinstance(answer, str)) == 7
    assert Application.objects.received().count() == 3
    assert ParkQuota.objects.get().used == 3


def test_a_double_click_submits_once():
    person = factories.applicant()
    draft = factories.draft(by=person)
    answers = at_once([lambda: actions.submit(draft.pk, actor=person) for _ in range(20)], threads=20)
    assert sum(not isinstance(answer, str) for answer in answers) == 1
    assert Application.objects.get().revisions.count() == 1


def test_what_a_colleague_saves_while_the_submission_waits_is_not_submitted_unseen(wait_until):
    person = factories.applicant()
    draft = factories.draft(by=person)
    checked = actions.Checked(saved_at=draft.saved_at)

    def change():
        with transaction.atomic():
            locked_draft(draft.pk, person)
            entered.set()
            wait_until(is_waited_for)
            save_draft(draft.pk, actor=person, confirmed_conditions=[])

    def press():
        assert entered.wait(300)
        return actions.submit(draft.pk, actor=person, checked=checked)

    entered = Event()
    _, answer = at_once([change, press], threads=2)
    assert "草稿有改动" in answer
    assert Application.objects.get().state == State.DRAFT


def test_cut_4_two_closings_at_once_close_once():
    factories.received()
    factories.draft()
    cycle = Cycle.objects.running()
    at = cycle.cutoff + GRACE
    at_once([lambda: close_due_cycles(at) for _ in range(4)], threads=4)
    cycle.refresh_from_db()
    assert cycle.frozen_count == 1
    assert Record.objects.filter(verb="close").count() == 1
    assert Record.objects.filter(verb="roll_over").count() == 1


def test_num_1_submissions_while_closing_get_a_number_of_one_year_or_the_next_never_none():
    person = factories.applicant()
    drafts = [factories.draft(by=person) for _ in range(30)]
    cycle = cycle_at(drafts[0].state_since)
    calls = [lambda pk=d.pk: actions.submit(pk, actor=person) for d in drafts]
    calls.insert(10, lambda: close_due_cycles(cycle.cutoff + GRACE))
    at_once(calls, threads=10)
    for year in (cycle.year, cycle.year + 1):
        found = sorted(Application.objects.filter(cycle__year=year).values_list("number", flat=True))
        assert found == [f"{year}-JS-{n:04d}" for n in range(1, len(found) + 1)]
    assert Application.objects.received().count() == 30
    cycle.refresh_from_db()
    assert cycle.frozen_count == Application.objects.filter(cycle=cycle).count()


def test_rec_3_a_park_whose_year_is_shut_at_receipt_takes_no_lock_out_of_order(monkeypatch, wait_until):
    """The first forward holds its place in the old year when closing shuts the gate; the second holds one in the new."""
    office = factories.bureau()
    clerk = factories.recommender(office)
    with clock.set_to(default_cutoff(2026) - timedelta(seconds=1)):
        first, second = (factories.submitted(Sheet.PARK, to=office) for _ in range(2))
        for park in (first, second):
            factories.checked(park, by=clerk)
    take, has_old, shut, has_new = receipt.take_quota, Event(), Event(), Event()

    def take_and_wait(cycle, recommender):
        take(cycle, recommender)
        if cycle.year == 2026:
            has_old.set()
            assert shut.wait(300)
            assert has_new.wait(300)
        elif not has_new.is_set():
            has_new.set()
            wait_until(is_waited_for)

    def forward(park):
        return recommending.forward(
            park.pk, actor=clerk, opinion=factories.OPINION, dated=factories.submission_day(park)
        )

    def close():
        assert has_old.wait(300)
        close_due_cycles(default_cutoff(2026) + GRACE)

    def forward_when_shut():
        assert has_old.wait(300)
        wait_until(lambda: NumberGate.objects.filter(closed=True).count() == 3)
        shut.set()
        return forward(second)

    monkeypatch.setattr(receipt, "take_quota", take_and_wait)
    with clock.set_to(default_cutoff(2026) - timedelta(seconds=1)):
        answers = at_once([lambda: forward(first), close, forward_when_shut], threads=3)
    numbers = sorted(answers[place].number for place in (0, 2))
    assert numbers == ["2027-QY-0001", "2027-QY-0002"]
    used = dict(ParkQuota.objects.values_list("cycle__year", "used"))
    assert used.pop(2027) == 2 and set(used.values()) <= {0}


def test_two_uploads_at_once_do_not_exceed_together_what_all_files_may_have(settings, tmp_path):
    settings.PRIVATE_FILES_DIR = tmp_path
    person = factories.applicant()
    draft = begin(person)
    files = [picture() for _ in range(10)]
    settings.MAX_APPLICATION_BYTES = 3 * max(map(len, files))
    answers = at_once(
        [
            lambda n=n, content=content: take_uploads(
                draft, "other", [upload(f"{n}.png", content)], actor=person
            )
            for n, content in enumerate(files)
        ],
        threads=10,
    )
    assert sum("全部材料合计不能超过" in answer[0] for answer in answers if answer) == 7
    assert draft.attachments.count() == 3
    assert StoredFile.objects.count() == 3
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 3


def test_places_stay_distinct_when_files_are_moved_and_added_at_once():
    draft = factories.draft()
    person = draft.created_by
    for n in range(6):
        file = store.put(pdf(n + 2), "application/pdf")
        materials.attach(draft.pk, actor=person, material="other", file=file, name=f"{n}.pdf")
    moves = [
        lambda pk=each.pk, n=n: materials.place(pk, actor=person, material="other", index=n % 3)
        for n, each in enumerate(draft.attachments.filter(material="other"))
    ]
    at_once(moves, threads=6)
    positions = list(draft.attachments.filter(material="other").values_list("position", flat=True))
    assert positions == list(range(7))


def test_cut_3_a_press_that_waits_for_others_keeps_the_instant_at_which_it_came(wait_until):
    cutoff = default_cutoff(2026)

    def press():
        client = Client()
        client.force_login(draft.created_by)
        client.post(at("check", draft), {"agreed": "on", "after": "0", "year": "2026"})
        connections.close_all()

    def waits():
        stack = traceback.extract_stack(sys._current_frames().get(pressing.ident))
        return any(frame.name == "_one_at_a_time" for frame in stack)

    pressing = Thread(target=press)
    with clock.set_to(cutoff - timedelta(seconds=1)):
        draft = factories.draft()
        with views_check.ONE_PRESS:
            pressing.start()
            wait_until(waits)
            with clock.set_to(cutoff):
                pressing.join()  # it goes on when its patience is at an end
    assert Application.objects.get().number == "2026-JS-0001"


def test_rec_3_two_people_batching_the_same_ten_parks_on_a_quota_of_three_let_exactly_three_through():
    office = factories.bureau()
    clerks = [factories.recommender(office) for _ in range(2)]
    parks = [factories.submitted(Sheet.PARK, to=office) for _ in range(10)]
    for park in parks:
        factories.checked(park, by=clerks[0])
    sent = {"pick": [park.pk for park in parks], "go": [park.pk for park in parks]}

    def batch(clerk):
        client = Client()
        client.force_login(clerk)
        client.post(reverse("recommender_batch"), sent)
        return client.session["forwarded_batch"]

    results = at_once([lambda clerk=clerk: batch(clerk) for clerk in clerks], threads=2)
    numbers = [each["number"] for result in results for each in result if each["number"]]
    assert len(numbers) == len(set(numbers)) == 3
    assert all(each["number"] or each["refused"] for result in results for each in result)
    assert Application.objects.received().count() == 3
    assert ParkQuota.objects.get().used == 3
    assert broken_chain() == []


def test_rec_3_a_grant_during_the_batch_lets_through_no_more_than_it_allows():
    office = factories.bureau()
    clerk, official = factories.recommender(office), factories.staff()
    parks = [factories.submitted(Sheet.PARK, to=office) for _ in range(8)]
    for park in parks:
        factories.checked(park, by=clerk)
    asked = ask_for_quota(office, actor=clerk, asked=5, reason="示例。")
    calls = [lambda pk=p.pk: recommending.forward_prepared(pk, actor=clerk) for p in parks]
    calls.insert(3, lambda: grant_request(asked.pk, actor=official, allowed=5))
    at_once(calls, threads=9)
    quota = ParkQuota.objects.get()
    assert quota.allowed == 5
    assert Application.objects.received().count() == quota.used <= 5
    assert quota.used >= 3
