"""The chain: every tampering is found, what is deleted by law is said and breaks nothing, anybody can check it."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from journal import clock
from journal.blanking import blank
from journal.chain import blanked_rows, broken_chain
from journal.models import BLANKED, Head, Record
from journal.recipe import GENESIS, canonical
from journal.recording import record
from journal.workflow import Refused
from tests import factories
from tests.journal import independent
from tests.unguarded import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

ODD = '引号"、反斜线\\、换行\n、制表\t、控制符\x01\x7f、表情😀'


def dump() -> dict:
    """The tables as plain JSON, by way of its text."""
    instant = "%Y-%m-%dT%H:%M:%S.%fZ"
    rows = [{**row, "at": row["at"].strftime(instant)} for row in Record.objects.values()]
    heads = {
        stream: [end, count] for stream, end, count in Head.objects.values_list("stream", "hash", "count")
    }
    return json.loads(json.dumps({"rows": rows, "heads": heads}))


@pytest.fixture
def rows() -> list[Record]:
    """Four rows of all kinds: odd characters, keys that sort oddly, a row of the portal itself."""
    person = factories.applicant()
    facts = [
        {"from": "draft", 9: True, 10: None, "分": (6.5, 1e22), "人": [1, {"z": "", "a": -2}]},
        {"名": ODD},
        {},
        None,
    ]
    return [
        record(
            "note", person, at=clock.now(), actor=actor, label="记录", summary=f"{n} {ODD}", facts=facts[n]
        )
        for n, actor in enumerate([person, person, None, person])
    ]


def both() -> tuple[list[str], list[str]]:
    """Faults as the portal and as the independent program finds them: both or neither find any."""
    ours, theirs = broken_chain(), independent.verify(dump())[0]
    assert bool(ours) == bool(theirs), (ours, theirs)
    return ours, theirs


def test_a_program_that_follows_the_document_finds_the_chain_whole(rows):
    assert both() == ([], [])
    stored = Record.objects.get(pk=rows[0].pk)
    assert stored.facts == rows[0].facts
    assert stored.facts["分"] == ["6.5", "1e+22"]


def test_every_text_has_a_salt_of_its_own_of_256_bits_that_nobody_guesses(rows):
    salts = [getattr(row, f"{name}_salt") for row in rows for name in ("actor", "summary", "facts")]
    assert len(set(salts)) == len(salts) == 12
    assert {len(bytes.fromhex(salt)) for salt in salts} == {32}


def test_the_independent_program_imports_nothing_of_the_portal():
    tree = ast.parse(Path(independent.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {alias.name for node in imports for alias in node.names} == {"hashlib", "json", "sys"}


CHANGES = {
    "actor_name": "别人",
    "actor_id": None,
    "summary": "改动",
    "facts": {"名": "改动"},
    **{f"{name}_{part}": "ab" * 32 for name in ("actor", "summary", "facts") for part in ("salt", "digest")},
    "at": None,  # the instant of the row before
    "verb": "other",
    "label": "其他",
    "object_type": "accounts.organisation",
    "object_id": 0,
    "audience": "city",
    "recipe": 2,
    "stream": "other",
    "hash": "ab" * 32,
    "previous_hash": GENESIS,
}


def test_every_column_is_covered():
    assert {field.attname for field in Record._meta.concrete_fields} == {"id", *CHANGES}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_is_found(rows, column):
    value = rows[0].at if column == "at" else CHANGES[column]
    with unguarded():
        Record.objects.filter(pk=rows[1].pk).update(**{column: value})
    ours, _ = both()
    assert ours


@pytest.mark.parametrize("place", range(4))
def test_a_removed_row_is_found(rows, place):
    with unguarded():
        Record.objects.filter(pk=rows[place].pk).delete()
    assert both()[0]


def test_an_inserted_row_and_a_swapped_pair_are_found(rows):
    extra = Record.objects.get(pk=rows[3].pk)
    extra.pk, extra.hash = rows[3].pk + 1, "ab" * 32
    extra.save(force_insert=True)
    assert both()[0]
    with unguarded():
        extra.delete()
    assert not both()[0]
    high = rows[3].pk + 10
    with unguarded():
        for old, new in ((rows[1].pk, high), (rows[2].pk, rows[1].pk), (high, rows[2].pk)):
            Record.objects.filter(pk=old).update(id=new)
    assert both()[0]


def test_a_head_of_a_stream_without_rows_is_found(rows):
    Head.objects.create(stream="other", hash="ab" * 32, count=1)
    assert both()[0]


def test_what_is_deleted_by_law_is_gone_and_the_chain_says_so(rows, capsys):
    staff = factories.staff()
    deletion = blank(rows[1], actor=staff, reason="当事人依法要求删除。")
    assert both() == ([], [])
    row = Record.objects.get(pk=rows[1].pk)
    assert (row.actor_id, row.actor_name, row.summary, row.facts) == (None, BLANKED, BLANKED, {})
    assert (row.actor_salt, row.summary_salt, row.facts_salt, row.hash) == ("", "", "", rows[1].hash)
    assert (deletion.verb, deletion.actor_name, deletion.audience) == ("blank_record", str(staff), "city")
    assert "当事人依法要求删除。" in deletion.summary
    assert blanked_rows() == [f"日志第 {row.pk} 条：操作人、摘要、事实已依法删除。"]
    assert independent.verify(dump())[1] == [f"{row.pk} {name}" for name in ("actor", "summary", "facts")]
    call_command("verify_journal")
    said = capsys.readouterr().out
    assert "已依法删除" in said and "日志完整" in said


def test_one_field_alone_is_deleted_and_the_others_stay_checked(rows):
    blank(rows[0], actor=factories.staff(), reason="依法。", fields=["actor"])
    row = Record.objects.get(pk=rows[0].pk)
    assert (row.blanked, row.summary) == (["actor"], rows[0].summary)
    assert both() == ([], [])
    with unguarded():
        Record.objects.filter(pk=row.pk).update(summary="改动")
    assert "摘要" in both()[0][0]


def test_a_text_emptied_without_a_deletion_is_found(rows):
    blank(rows[0], actor=factories.staff(), reason="依法。", fields=["actor"])
    with unguarded():
        Record.objects.filter(pk=rows[0].pk).update(summary=BLANKED, summary_salt="")
    assert "没有依法删除的记录" in both()[0][0]


@pytest.mark.parametrize("values", [{"summary_salt": ""}, {"actor_salt": "", "actor_name": BLANKED}])
def test_the_database_takes_no_other_text_in_the_place_of_a_deleted_one(rows, values):
    with unguarded(), pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=rows[0].pk).update(**values)


def test_a_deletion_is_refused_without_a_reason_twice_and_for_its_own_proof(rows):
    staff = factories.staff()
    with pytest.raises(Refused, match="理由"):
        blank(rows[0], actor=staff, reason=" ")
    deletion = blank(rows[0], actor=staff, reason="依法。")
    with pytest.raises(Refused, match="已经删除"):
        blank(rows[0], actor=staff, reason="依法。")
    with pytest.raises(Refused, match="保留"):
        blank(deletion, actor=staff, reason="依法。")
    blank(deletion, actor=staff, reason="依法。", fields=["summary"])
    assert both() == ([], [])


def test_the_command_deletes_and_says_plainly_what_it_cannot(rows, capsys):
    staff = factories.staff()
    call_command("blank_record", rows[0].pk, actor=staff.email, reason="依法。", fields=["summary"])
    assert "摘要" in capsys.readouterr().out
    for pk, email, word in ((0, staff.email, "日志"), (rows[0].pk, "nobody@example.org", "经办人")):
        with pytest.raises(CommandError, match=word):
            call_command("blank_record", pk, actor=email, reason="依法。")
    with pytest.raises(CommandError, match="已经删除"):
        call_command("blank_record", rows[0].pk, actor=staff.email, reason="依法。", fields=["summary"])


def test_a_float_is_refused_because_no_database_keeps_its_digits():
    with pytest.raises(TypeError):
        canonical({"scores": [1, {"a": 0.5}]})
    assert canonical({"b": [True, None, 1], "a": "\x1f"}) == '{"a":"\\u001f","b":[true,null,1]}'


def test_the_example_of_the_document_is_right():
    text = (Path(settings.BASE_DIR) / "docs" / "journal.md").read_text()
    row = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1))
    assert independent.hash_of_row(row) == row["hash"]
    assert (
        independent.sha256([row["actor_salt"], [row["actor_id"], row["actor_name"]]]) == row["actor_digest"]
    )
    assert independent.sha256([row["facts_salt"], row["facts"]]) == row["facts_digest"]
    assert (row["summary"], row["summary_salt"]) == (BLANKED, "")
