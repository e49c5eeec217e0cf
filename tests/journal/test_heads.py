"""A head that was noted elsewhere finds what the chain alone cannot: one written anew with all hashes, and a cut tail."""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from journal import clock
from journal.chain import Outside, broken_chain
from journal.models import Head, PublishedHead, Record
from journal.recipe import GENESIS, digest_of, row_hash
from journal.recording import record
from tests import factories
from tests.journal import independent
from tests.journal.test_chain import dump
from tests.unguarded import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def rows() -> list[Record]:
    """Five rows."""
    person = factories.applicant()
    return [record("note", person, at=clock.now(), label="记录", summary=f"第 {n} 条") for n in range(5)]


def noted() -> str:
    """The head as somebody outside writes it down."""
    head = Head.objects.get()
    return f"{head.count}:{head.hash}"


def rewrite(first: Record) -> None:
    """Change a row and make every hash after it, and the portal's own head, fit again: what an owner can do."""
    previous = first.previous_hash
    with unguarded():
        for row in Record.objects.filter(pk__gte=first.pk).order_by("pk"):
            if row.pk == first.pk:
                row.summary = "改写"
                row.summary_digest = digest_of(row.summary_salt, row.summary)
            row.previous_hash, row.hash = previous, ""
            row.hash = previous = row_hash(row)
            row.save()
        Head.objects.update(hash=previous)
        PublishedHead.objects.all().delete()


def cut(last: Record) -> None:
    """Delete the last row, and make the portal's own head fit again."""
    with unguarded():
        last.delete()
        Head.objects.update(hash=last.previous_hash, count=Record.objects.count())
        PublishedHead.objects.all().delete()


def verified(*heads: str) -> tuple[int, str]:
    """Exit code of the command, and what the independent program says to the same."""
    try:
        call_command("verify_journal", head=list(heads))
    except SystemExit as stopped:
        code = stopped.code
    else:
        code = 0
    program = subprocess.run(
        [sys.executable, independent.__file__, *heads],
        input=json.dumps(dump()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.returncode == code, program.stdout + program.stderr
    return code, program.stdout.strip()


def test_a_head_from_outside_fits_while_rows_are_added(rows, capsys):
    before = noted()
    record("note", factories.applicant(), at=clock.now(), label="记录")
    assert verified(before, noted()) == (0, "")
    assert "与给出的链头一致：前 5 条没有改动。" in capsys.readouterr().out


def test_a_chain_that_was_written_anew_is_found_by_a_head_from_outside_only(rows, capsys):
    before = noted()
    rewrite(rows[1])
    assert verified() == (0, "")
    assert verified(before) == (1, "fault: 5 rewritten")
    assert "整体改写" in capsys.readouterr().err
    assert verified(f"1:{rows[0].hash}") == (0, "")


def test_a_cut_tail_is_found_by_a_head_from_outside_only(rows, capsys):
    before = noted()
    cut(rows[4])
    assert verified() == (0, "")
    assert verified(before) == (1, "fault: 5 cut")
    assert "末尾的记录被删除" in capsys.readouterr().err


@pytest.mark.parametrize("attack", [lambda rows: rewrite(rows[1]), lambda rows: cut(rows[4])])
def test_a_published_head_that_was_forgotten_gives_the_attack_away(rows, attack):
    before = Head.objects.get()
    attack(rows)
    PublishedHead.objects.create(key="day", at=clock.now(), count=before.count, hash=before.hash, why="day")
    assert any("已公布的链头" in sentence for sentence in broken_chain())


@pytest.mark.parametrize("text", ["", "5", "5:abc", f"x:{GENESIS}", f"-1:{GENESIS}", f"0:{'ab' * 32}"])
def test_what_is_no_head_is_refused_with_its_form(text):
    with pytest.raises(CommandError, match="条数:校验值") as refused:
        call_command("verify_journal", head=[text])
    assert refused.value.returncode == 2


def test_a_head_is_read_as_people_type_it(rows):
    assert verified(f"0:{GENESIS}") == (0, "")
    call_command("verify_journal", head=[f" {noted().replace(':', '：').upper()} "])


def test_pieces_change_nothing(rows, monkeypatch):
    monkeypatch.setattr("journal.chain.PIECE", 2)
    ends = [Outside(row.pk - rows[0].pk + 1, row.hash) for row in rows]
    assert broken_chain(ends) == []
    assert len(broken_chain([Outside(2, "ab" * 32), Outside(9, "ab" * 32)])) == 2
    with unguarded():
        Record.objects.filter(pk=rows[3].pk).update(summary="改动")
        rows[1].delete()
    assert [
        word in sentence for word, sentence in zip(("不衔接", "摘要", "末尾"), broken_chain(), strict=True)
    ]
