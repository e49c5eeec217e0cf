"""Takes the conditions and the contents of the work out of the text of the city's notice, so that nobody transcribes them.

    python tests/programme/annex_text.py NOTICE.txt YEAR

writes ``tests/programme/annexes/YEAR.yaml``: of each form the paragraphs of its section, as printed, each with the number
of its first line. A paragraph that a page of the scan breaks is put together; nothing else is changed.
"""

import hashlib
import re
import sys
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "annexes"
# form → the annex, the heading of its section there, and the heading that follows
CONDITIONS = {
    "technology": ("附件 1", "二、申报条件", "三、工作流程"),
    "leader": ("附件 2", "二、申报条件", "三、工作流程"),
    "park": ("附件 3", "（一）气候友好型园区试点", "(二) 气候友好型街道/乡镇、社区/乡村试点"),
    "community": ("附件 3", "(二) 气候友好型街道/乡镇、社区/乡村试点", "二、试点内容"),
}
WORK = {
    "park": ("附件 3", "(一) 气候友好型园区试点内容", "（二）气候友好型街道/乡镇、社区/乡村试点内容"),
    "community": ("附件 3", "（二）气候友好型街道/乡镇、社区/乡村试点内容", "三、工作流程"),
}
ENDS = ("。", "：")  # how a paragraph ends in these sections
BEGINS = re.compile(r"[（(]?\d+[）).]")


def read_annexes(text: str) -> dict[str, dict[str, list[dict]]]:
    """Return the paragraphs of both kinds of section, form by form.

    Raises:
        ValueError: a section is not there.
    """
    lines = list(enumerate(text.splitlines(), 1))
    return {
        name: {form: _paragraphs(_section(lines, *place)) for form, place in places.items()}
        for name, places in (("conditions", CONDITIONS), ("work", WORK))
    }


def _section(lines: list[tuple[int, str]], annex: str, first: str, last: str) -> list[tuple[int, str]]:
    """The lines between two headings of an annex."""
    start = _find(lines, annex, 0)
    begin = _find(lines, first, start)
    return lines[begin + 1 : _find(lines, last, begin + 1)]


def _find(lines: list[tuple[int, str]], heading: str, start: int) -> int:
    wanted = _even(heading)
    for at in range(start, len(lines)):
        if _even(lines[at][1]) == wanted:
            return at
    raise ValueError(f"the notice has no line {heading!r}")


def _even(text: str) -> str:
    return "".join(text.replace("（", "(").replace("）", ")").split())


def _paragraphs(lines: list[tuple[int, str]]) -> list[dict]:
    paragraphs: list[dict] = []
    for number, text in lines:
        words = text.strip()
        if not words:
            continue
        if paragraphs and not paragraphs[-1]["text"].endswith(ENDS) and not BEGINS.match(words):
            paragraphs[-1]["text"] += words
        else:
            paragraphs.append({"line": number, "text": words})
    return paragraphs


def write_fixture(notice: Path, year: int) -> Path:
    """Write what the notice says and return the file."""
    data = notice.read_bytes()
    made = {"notice_sha256": hashlib.sha256(data).hexdigest(), **read_annexes(data.decode("utf-8"))}
    FOLDER.mkdir(exist_ok=True)
    target = FOLDER / f"{year}.yaml"
    head = "# Written by tests/programme/annex_text.py from the text of the notice. Never edited by hand.\n"
    target.write_text(
        head + yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=100_000), "utf-8"
    )
    return target


if __name__ == "__main__":
    print(write_fixture(Path(sys.argv[1]), int(sys.argv[2])))
