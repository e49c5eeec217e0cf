"""``make mutants``: every named fault still fits the code, and a run tells what noticed it."""

import importlib
import os
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
AT_LEAST = 60
SUBJECTS = {
    "cutoff",
    "numbers",
    "quota",
    "hashing",
    "scoring",
    "draws",
    "conflicts",
    "roles",
    "closing",
    "materials",
}


@pytest.fixture(scope="module")
def mutation():
    """Return ``mutation(name)``: a module of ``bin/mutation``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(settings.BASE_DIR / "bin")
        yield lambda name: importlib.import_module(f"mutation.{name}")


@pytest.fixture
def subjects(mutation):
    return mutation("faults").read_subjects(ROOT)


def test_every_fault_changes_one_place_and_names_its_tests(subjects):
    faults = [fault for subject in subjects for fault in subject.faults]
    assert {subject.name for subject in subjects} >= SUBJECTS
    assert len({(fault.subject.name, fault.name) for fault in faults}) == len(faults) >= AT_LEAST
    for fault in faults:
        compile(
            fault.applied((ROOT / fault.file).read_text("utf-8")), fault.file, "exec"
        )  # no test notices that
        assert fault.tests and all((ROOT / path).exists() for path in fault.tests), fault.name


def test_a_fault_that_fits_nowhere_or_twice_is_refused(mutation):
    faults = mutation("faults")
    fault = faults.Fault(faults.Subject("sums", []), "off by one", "sums.py", "1", "2", [])
    assert fault.applied("x = 1") == "x = 2"
    for text in ("x = 0", "x = 1 + 1"):
        with pytest.raises(ValueError, match="off by one"):
            fault.applied(text)


def test_the_page_has_a_row_for_every_fault_and_nothing_survived(mutation, subjects):
    page = mutation("table").WRITTEN.read_text("utf-8")
    faults = [fault for subject in subjects for fault in subject.faults]
    assert mutation("table").document(faults, {}, page) == page
    assert f"\n{len(faults)} faults, 0 survived.\n" in page


def test_a_run_takes_the_faults_of_the_subjects_and_names_asked_for(subjects):
    asked = importlib.import_module("mutation.__main__").asked
    assert {fault.subject.name for fault in asked(subjects, ["cutoff", "draws"])} >= {"cutoff", "draws"}
    assert [fault.name for fault in asked(subjects, ["a salt is guessed"])] == [
        "a salt is guessed in no time"
    ]
    assert len(asked(subjects, [])) == sum(len(subject.faults) for subject in subjects)


def test_a_run_of_some_faults_replaces_their_rows_only(mutation):
    faults, table = mutation("faults"), mutation("table")
    sums, other = faults.Subject("sums", []), faults.Subject("other", [])
    one, two = (faults.Fault(sums, name, "sums.py", "1", "2", []) for name in ("one", "two"))
    new = faults.Fault(other, "one", "sums.py", "1", "2", [])
    first = table.document([one, two], {one: "tests/test_sums.py::test_one[1]", two: ""})
    assert "2 faults, 1 survived." in first and "| two | `sums.py` | **nothing** |" in first
    second = table.document([one, two, new], {two: "tests/test_sums.py::test_two"}, first)
    assert "3 faults, 0 survived, 1 not run yet." in second
    assert "| one | `sums.py` | `test_sums.py::test_one` |" in second
    assert "| two | `sums.py` | `test_sums.py::test_two` |" in second
    gone = table.document([two], {}, second)
    assert "1 faults, 0 survived." in gone and "| one |" not in gone


def test_a_run_names_the_test_that_noticed_a_fault_and_nothing_for_a_survivor(mutation, tmp_path):
    copies, faults = mutation("copies"), mutation("faults")
    addresses = {
        "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
        "REDIS_URL": os.environ.get("REDIS_URL", ""),
    }
    tests = ["tests/programme/test_cutoff.py::test_cut_4_closing_waits_for_the_grace"]
    subject = faults.Subject("cutoff", tests)
    seen = faults.Fault(
        subject, "seen", "programme/cutoff.py", "return now >= cutoff + GRACE", "return now >= cutoff", tests
    )
    unseen = faults.Fault(subject, "unseen", "programme/cutoff.py", "year += 1", "year += 2", tests)
    copy = copies.Copy(tmp_path / "copy", 9, addresses)
    whole = (tmp_path / "copy" / "programme" / "cutoff.py").read_bytes()
    try:
        assert _outcome(copy, tests, seen) == tests[0]
        assert _outcome(copy, tests, unseen) == ""
        assert _outcome(copy, tests, None) == ""
    finally:
        copy.stop()
    assert (tmp_path / "copy" / "programme" / "cutoff.py").read_bytes() == whole


def _outcome(copy, tests, fault):
    copy.start(tests, fault)
    while (killer := copy.ended()) is None:
        time.sleep(0.1)
    return killer
