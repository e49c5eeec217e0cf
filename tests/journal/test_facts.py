"""No product behaviour reads the journal back: only timelines and audits do, and facts only as declared ones."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command

from applications import invariants
from applications.models import Remark
from applications.remarks.places import GENERAL, Noted
from journal import clock
from journal.blanking import blank
from journal.facts import Facts
from journal.models import Record
from journal.recording import record
from reviews.models import Screening
from reviews.screening.actions import screen
from tests import factories
from tests.rooms import ROOMS, ROOT, modules

READING = [room for room in ROOMS if room != "journal"] + ["bench"]
MODULES = {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in modules(*READING)}
VERB_READERS = {  # timelines and audits: nothing else asks the journal for a verb
    "applications/invariants.py",
    "bench/journal_steps/filling.py",  # writes rows
    "bench/rush_steps/audit.py",
    "portal/auditing/filters.py",
    "portal/case_file/judging.py",
    "portal/journal_head/publishing.py",  # for which acts the head of the journal is due
    "reviews/management/commands/replay_draw.py",
}


def is_facts(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "facts"


def knows_records(tree: ast.Module) -> bool:
    """Whether a module imports the journal's records."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return any(
        node.module == "journal.models" and any(name.name == "Record" for name in node.names)
        for node in imports
    )


def fact_reads(tree: ast.Module) -> Iterator[int]:
    """Lines that read facts of a record by themselves, in any of the ways there are."""
    reads_whole = knows_records(tree)
    for node in ast.walk(tree):
        part = isinstance(node, ast.Subscript) and is_facts(node.value) and isinstance(node.ctx, ast.Load)
        method = isinstance(node, ast.Attribute) and is_facts(node.value)
        whole = reads_whole and is_facts(node) and isinstance(node.ctx, ast.Load)
        lookup = isinstance(node, ast.keyword) and (node.arg or "").startswith("facts__")
        column = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("values", "values_list", "only")
            and any(isinstance(arg, ast.Constant) and str(arg.value).startswith("facts") for arg in node.args)
        )
        if part or method or whole or lookup or column:
            yield getattr(node, "lineno", 0) or node.value.lineno


@pytest.mark.parametrize(
    "line",
    [
        "record.facts['cycle']",
        "record.facts.get('cycle')",
        "from journal.models import Record\nfacts = record.facts if record else {}",
        "records.filter(facts__revision=1)",
        "records.values_list('pk', 'facts')",
    ],
)
def test_the_check_sees_every_way_of_reading_facts(line):
    assert list(fact_reads(ast.parse(line)))


def test_the_check_lets_facts_be_written():
    tree = ast.parse("act.facts['a'] = 1\nact.facts |= {'b': 2}\nrecord('v', obj, facts=facts)")
    assert not list(fact_reads(tree))


def test_every_reader_of_facts_uses_declared_ones():
    assert {name: lines for name, tree in MODULES.items() if (lines := list(fact_reads(tree)))} == {}


def test_only_timelines_and_audits_ask_for_verbs():
    asking = {
        name
        for name, tree in MODULES.items()
        if knows_records(tree)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and (node.arg == "verb" or (node.arg or "").startswith("verb__"))
    }
    assert asking == VERB_READERS


def test_only_audits_ask_what_the_journal_holds_of_a_row():
    asking = {
        name
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "journal.facts"
        if {name.name for name in node.names} & {"last_words", "all_words"}
    }
    assert asking and {name for name in asking if "/invariants" not in name} == set()


@dataclass(frozen=True)
class Weather(Facts):
    """Facts of an example verb."""

    wind: int
    clouds: list
    rain: bool = False


@pytest.mark.django_db
def test_declared_facts_come_back_as_written_and_not_at_all_once_deleted():
    person, weather = factories.applicant(), Weather(3, ["高"])
    facts = {"from": "draft", **weather.written()}
    row = record("note", person, at=clock.now(), actor=person, label="记录", facts=facts)
    assert Weather.of(Record.objects.get(pk=row.pk)) == weather
    older = record("note", person, at=clock.now(), label="记录", facts={"wind": 1, "clouds": []})
    assert Weather.of(older) == Weather(1, [])
    blank(row, actor=person, reason="依法。")
    assert Weather.of(Record.objects.get(pk=row.pk)) is None


@pytest.mark.django_db
def test_remarks_are_held_against_the_journal_as_long_as_it_says_them():
    application, staff = factories.received(), factories.staff()
    screen(
        application.pk,
        actor=staff,
        outcome=Screening.Outcome.CORRECTION,
        findings={},
        due=clock.now() + timedelta(days=5),
        placed=[Noted(GENERAL, "请补充。")],
    )
    assert not list(invariants.broken())
    Remark.objects.update(text="改动")
    assert any("与日志不符" in sentence for sentence in invariants.broken())
    row = Record.objects.get(verb="ask_correction", object_id=application.pk)
    blank(row, actor=staff, reason="依法。")
    assert not any("与日志不符" in sentence for sentence in invariants.broken())
    call_command("verify_journal")
