"""``manage.py render_form TYPE ANSWERS.yaml --output DIR [--year Y]``: one official form as Word and PDF."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sheets.answers_file import read_answers
from sheets.grid import grid
from sheets.labels import AnswersError
from sheets.loading import UnknownDefinition, definition
from sheets.management.form_command import FormCommand
from sheets.outputs import FORM_OUTPUTS


class Command(FormCommand):
    """Renders one official form from answers keyed by the official labels; needs no database.

    Bad input: one line on standard error, exit code 2, nothing written.
    """

    help = "由按官方标签填写的 YAML 文件生成申报表（Word 和 PDF）。"
    usage = "manage.py render_form TYPE ANSWERS.yaml --output DIR [--year Y]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("type", metavar="TYPE", help="technology、leader、park 或 community")
        parser.add_argument("answers", metavar="ANSWERS.yaml", type=Path)
        parser.add_argument("--output", required=True, metavar="DIR", type=Path, help="输出目录，没有则新建")
        parser.add_argument("--year", help="年度，默认为北京时间今年")

    def handle(self, *args: Any, **options: Any) -> None:
        """Render both files, then write them."""
        try:
            files = render(options["type"], options["answers"], options["year"])
            options["output"].mkdir(parents=True, exist_ok=True)
            for name, data in files.items():
                (options["output"] / name).write_bytes(data)
        except (AnswersError, UnknownDefinition) as error:
            self.refuse(str(error))
        except OSError:
            self.refuse(f"无法写入目录 {options['output']}，请检查路径和权限。")
        self.stdout.write("\n".join(str(options["output"] / name) for name in files))


def render(form: str, answers: Path, year: str | int | None) -> dict[str, bytes]:
    """Return the files by name. Raises AnswersError or UnknownDefinition."""
    known = definition(_year(year))
    if form not in known.sheets:
        raise AnswersError(f"没有“{form}”这种申报表，请用 {'、'.join(known.sheets)} 之一。")
    sheet = known.sheets[form]
    paper = grid(sheet, read_answers(sheet, answers), _year(year))
    return {f"{form}.{output.ending}": output.render(paper, None, {}).content for output in FORM_OUTPUTS}


def _year(year: str | int | None) -> int:
    if year is None:
        return datetime.now(ZoneInfo("Asia/Shanghai")).year
    year = str(year)
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise AnswersError(f"“--year”：年度应为四位数字，例如 2026（现为“{year}”）。")
    return int(year)
