"""``manage.py render_packet NUMBER --output DIR``: the packet of an application as files, one per kind."""

import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from applications.dossier.opinion import opinion_of, paper_answers
from applications.models import Application
from applications.packets.building.render import build
from applications.packets.building.view import view_of


class Command(BaseCommand):
    """Render anew what the newest revision holds. Exit 2 and one line when that is not possible."""

    help = "把一份申报的申报表（Word、PDF）、合并文件和压缩包写到目录中。"

    def add_arguments(self, parser):
        parser.add_argument("number", help="申报编号，如 2026-JS-0001")
        parser.add_argument("--output", type=Path, required=True, help="写入的目录，不存在时新建")

    def handle(self, *, number: str, output: Path, **options):
        application = Application.objects.filter(number=number).select_related("current_revision").first()
        if application is None:
            raise CommandError(f"没有编号为 {number} 的申报。", returncode=2)
        revision = application.current_revision
        view = view_of(revision, answers=paper_answers(revision), opinion=opinion_of(revision))
        try:
            output.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".render-", dir=output) as folder:
                built = build(view, Path(folder))
                written = [path.replace(output / path.name) for path in built.files.values()]
        except OSError as error:
            raise CommandError(f"不能写入 {output}：{error.strerror}。", returncode=2) from error
        for path in written:
            self.stdout.write(str(path))
        for item in built.left_out:
            self.stdout.write(f"未并入：{item['material']} {item['name']}：{item['reason']}")
