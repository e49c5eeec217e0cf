"""What takes a child over gets at nothing: no secret, no database, no network, no other process."""

import json
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest
from django.core.checks import ERROR
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from files.checks import parsers_are_shut_in
from files.children import confinement, sandbox
from files.inspection import check_upload
from tests.files.bare_machine import bare_machine
from tests.files.samples import excel, pdf, picture, upload, word

LIMITS = sandbox.Limits(memory=512 * 1024**2, cpu=5, wall=10)
shuts_in = pytest.mark.skipif(
    not confinement.LANDLOCK or confinement.pyseccomp is None, reason="this kernel shuts nothing in"
)


@pytest.fixture
def targets(tmp_path):
    """What is worth an attack: a key, a database, listeners and a process, all within reach of the test itself."""
    key, database, folder = tmp_path / "secret_key", tmp_path / "portal.sqlite3", tmp_path / "folder"
    key.write_text("secret")
    database.write_bytes(b"SQLite format 3")
    folder.mkdir()
    with ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        unix.bind(str(tmp_path / "line"))
        unix.listen()
        victim = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
        )
        try:
            yield {
                "files": [str(key), str(database), str(sandbox.BASE_DIR / "config" / "settings.py")],
                "folder": str(folder),
                "tcp": tcp.getsockname()[1],
                "udp": udp.getsockname()[1],
                "unix": str(tmp_path / "line"),
                "victim": victim.pid,
            }
        finally:
            victim.communicate()


def test_the_attacks_succeed_for_a_process_that_is_not_shut_in(targets):
    code = "import json, sys; from tests.files.reaching_child import attack; "
    code += "print(json.dumps(attack(json.load(sys.stdin))))"
    plain = subprocess.run(
        [sys.executable, "-c", code],
        cwd=sandbox.BASE_DIR,
        input=json.dumps(targets),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(plain.stdout)
    by_setting = {"memory", "trace"}  # machines may forbid these to everybody but root
    assert set(told["tried"]) - set(told["through"]) <= by_setting | {"requests of others"}


@shuts_in
def test_none_succeeds_for_a_child(targets):
    told = sandbox.run("tests.files.reaching_child:attack", targets, LIMITS)
    assert len(told["tried"]) == 23 and not told["through"]


@shuts_in
def test_a_child_reads_what_it_was_given_and_writes_nowhere_else(tmp_path):
    given, folder = tmp_path / "given", tmp_path / "folder"
    given.write_text("x")
    folder.mkdir()
    request = {"given": str(given), "folder": str(folder)}
    told = sandbox.run("tests.files.reaching_child:work", request, LIMITS, reads=[given], writes=[folder])
    assert told == {"read": "x", "changed": False} and [path.name for path in folder.iterdir()] == ["made"]


@shuts_in
def test_the_probe_of_the_operator_finds_nothing_in_reach():
    assert sandbox.reach() == []


def test_the_check_of_an_installation_has_nothing_to_say_here():
    assert not parsers_are_shut_in(None)


@shuts_in
@pytest.mark.django_db
def test_where_nothing_can_be_shut_in_uploads_are_taken_and_the_operator_is_told(caplog):
    with bare_machine():
        assert check_upload(upload("说明.pdf", pdf()), ["pdf"]).pages == 3
        assert "ran without Landlock and seccomp" in caplog.text
        [error] = parsers_are_shut_in(None)
    assert error.level == ERROR and "其他文件、网络、其他进程" in error.msg
    with pytest.raises(SystemCheckError, match=r"files\.E001"), bare_machine():
        call_command("check", "--deploy", "--tag", "security")


@shuts_in
def test_every_kind_of_upload_is_opened_by_a_child_that_is_shut_in(caplog):
    files = {
        "a.pdf": pdf(),
        "a.png": picture(),
        "a.jpg": picture("JPEG"),
        "a.docx": word(),
        "a.xlsx": excel(),
    }
    for name, content in files.items():
        assert check_upload(upload(name, content), [name.partition(".")[2]]).name == name
    assert not caplog.records
