"""Takes the official forms out of the text of the city's notice, line by line, so that nobody transcribes them.

    python tests/sheets/notice_text.py [--check] NOTICE.txt YEAR

compares the fixture with the text, or without --check writes it, ``tests/sheets/notices/YEAR.yaml``: of each form its
title, where else the notice names it, the rows of its table and the line below it, as printed, each
with the number of its line. Nothing is corrected here: what the scan garbles is put right in
``tests/sheets/notice.py``, with a reason.
"""

import hashlib
import re
import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "notices"
FORMS = {"technology": "先进低碳技术", "leader": "低碳领跑者", "park": "（园区）", "community": "（街道"}
TITLE = re.compile(r"(?:\d{4}\s*年\s*)?北京市[^，。；：]*?申报表")
FIRST_PART = "第一部分"
BEHIND = ("附表", "附件")  # what follows a form begins so
LIMIT = re.compile(r"(\d+)\s*字以内|限\s*(\d+)\s*字")
BOX = "☐"


def read_notice(text: str) -> dict[str, dict]:
    """Return the forms that stand in the text of a notice, as plain data.

    Raises:
        ValueError: one of the forms is not there.
    """
    lines = list(enumerate(text.splitlines(), 1))
    forms = {form: _read_form(lines, mark) for form, mark in FORMS.items()}
    lacking = [form for form, read in forms.items() if not read]
    if lacking:
        raise ValueError(f"the notice has no form {', '.join(lacking)}")
    return forms


def _read_form(lines: list[tuple[int, str]], mark: str) -> dict:
    start = next((at for at in range(len(lines)) if _begins(lines, at, mark)), None)
    if start is None:
        return {}
    number, title = lines[start]
    rows, behind = _read_table(lines[start + 1 :])
    named = [
        {"line": line, "text": match[0]}
        for line, words in lines
        for match in TITLE.finditer(words)
        if line != number and mark in match[0]
    ]
    form = {"title": {"line": number, "text": title.strip()}, "named": named, "rows": rows}
    return form | ({"footnote": behind} if behind else {})


def _begins(lines: list[tuple[int, str]], at: int, mark: str) -> bool:
    """Whether this line is the title above the table of the form."""
    title = lines[at][1].strip()
    below = next((text for _, text in lines[at + 1 :] if text.strip()), "")
    return bool(TITLE.fullmatch(title)) and mark in title and below.lstrip().startswith(FIRST_PART)


def _read_table(lines: list[tuple[int, str]]) -> tuple[list[list[dict]], dict]:
    """Return the rows of cells that are not empty, and the line that stands below the table."""
    rows: list[list[dict]] = []
    for number, text in lines:
        if not text.strip():
            continue
        if "\t" not in text:
            below = text.strip()
            return rows, {} if below.startswith(BEHIND) else {"line": number, "text": below}
        columns = [_plain(cell) for cell in text.split("\t")]
        cells = [_cell(number, cell) for cell in columns if cell]
        if rows and len(cells) == 1 and not any(columns[:2]):  # only a value: it goes on with the row above
            rows[-1] += cells
        else:
            rows.append(cells)
    return rows, {}


def _plain(cell: str) -> str:
    """The words of a cell without the marks of the scan."""
    words = re.sub(r'<input type="checkbox"\s*/>', BOX, cell)
    return " ".join(re.sub(r"<[^<>]+>", " ", words).split())


def _cell(number: int, text: str) -> dict:
    """A cell with its boxes and its limit of 字, where it has them."""
    cell: dict = {"line": number, "text": text}
    if BOX in text:
        cell["options"] = [option.strip() for option in text.split(BOX)[1:]]
    if limit := LIMIT.search(text):
        cell["limit"] = int(limit[1] or limit[2])
    return cell


def fixture(notice: bytes) -> dict:
    """What is kept of a notice: its checksum and its forms."""
    return {"notice_sha256": hashlib.sha256(notice).hexdigest(), "forms": read_notice(notice.decode("utf-8"))}


def holds(notice: bytes, year: int) -> bool:
    """Whether the fixture of the year is what this text says, made from these very bytes."""
    return yaml.safe_load((FOLDER / f"{year}.yaml").read_text("utf-8")) == fixture(notice)


def write_fixture(notice: Path, year: int) -> Path:
    """Write what the notice says and return the file."""
    made = fixture(notice.read_bytes())
    target = FOLDER / f"{year}.yaml"
    head = "# Written by tests/sheets/notice_text.py from the text of the notice. Never edited by hand.\n"
    target.write_text(
        head + yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=100_000), "utf-8"
    )
    return target


if __name__ == "__main__":
    *option, path, year = sys.argv[1:]
    if option == ["--check"]:
        sys.exit(
            None
            if holds(Path(path).read_bytes(), int(year))
            else f"{path} says something else than {year}.yaml"
        )
    print(write_fixture(Path(path), int(year)))
