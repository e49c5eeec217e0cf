"""``manage.py read_form FILE.docx [--sheet TYPE] [--year Y]``: what a Word form says, by official labels, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from sheets.labels import to_labels
from sheets.loading import UnknownDefinition, definition
from sheets.management.form_command import FormCommand
from sheets.reading.read import Reading, UnreadableWord, read_form

LATEST = 9999  # the newest definition


class Command(FormCommand):
    """Prints the answers of a filled-in Word form as ``render_form`` reads them; needs no database.

    Texts that belong to no label are told on standard error, line by line. A file that is no form of ours: one line on
    standard error, exit code 2, nothing on standard output.
    """

    help = "读取填写好的 Word 申报表，按官方标签输出 JSON。"
    usage = "manage.py read_form FILE.docx [--sheet TYPE] [--year Y]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", metavar="FILE.docx", type=Path)
        parser.add_argument(
            "--sheet", metavar="TYPE", help="technology、leader、park 或 community，默认自动识别"
        )
        parser.add_argument("--year", type=int, default=LATEST, help="按哪一年的表样读取，默认最新")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file, print the answers."""
        try:
            reading = read(options["file"], options["sheet"], options["year"])
        except (UnreadableWord, UnknownDefinition) as error:
            self.refuse(str(error))
        except OSError:
            self.refuse(f"无法读取文件 {options['file']}，请检查路径和权限。")
        for where, text in reading.stray:
            self.stderr.write(f"没有读入：{where}：{' '.join(text.split())}")
        answers = to_labels(reading.sheet, reading.answers)
        self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2))


def read(file: Path, form: str | None, year: int) -> Reading:
    """Return the reading of a file. Raises UnreadableWord, UnknownDefinition or OSError."""
    sheets = definition(year).sheets
    if form and form not in sheets:
        raise UnreadableWord(f"没有“{form}”这种申报表，请用 {'、'.join(sheets)} 之一。")
    reading = read_form(file.read_bytes(), sheets, form or "")
    if form and reading.sheet.key != form:
        raise UnreadableWord(f"文件是“{reading.sheet.key}”申报表，不是“{form}”申报表。")
    return reading
