"""Dump and restore a PostgreSQL database as plain SQL that any newer version of PostgreSQL reads and two dumps compare by."""

import re
import subprocess
from collections.abc import Iterator

from system import postgres_bin

# What differs by version of pg_dump, or says nothing of the database; its names are written in full without it.
HEADER = re.compile(r"(--|SET \w+ = |SELECT pg_catalog\.set_config\(|\\(un)?restrict ).*|")


def dump(address: str, *options: str) -> str:
    """Return what ``pg_dump`` writes of the database at ``address`` (``postgres://…``), without header and comments."""
    command = [postgres_bin() / "pg_dump", "--no-owner", "--no-privileges", *options, f"--dbname={address}"]
    written = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return "".join(f"{line}\n" for line in _plain(written.split("\n")))


def restore(address: str, sql: str) -> None:
    """Run what ``dump`` returned in one transaction: references between rows are checked at its end."""
    command = [postgres_bin() / "psql", "-XqAt1", "-v", "ON_ERROR_STOP=1", "-f", "-", address]
    subprocess.run(command, input=sql, capture_output=True, text=True, encoding="utf-8", check=True)


def _plain(lines: list[str]) -> Iterator[str]:
    rows = False  # inside of the rows of a table every line is data
    for line in lines:
        if rows or not HEADER.fullmatch(line):
            yield line
        rows = line != r"\." if rows else line.startswith("COPY ") and line.endswith(" FROM stdin;")
