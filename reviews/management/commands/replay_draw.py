"""``manage.py replay_draw ID``: do a draw again from its record alone, and compare (REV-2)."""

from django.core.management.base import BaseCommand, CommandError

from journal.models import Record
from journal.workflow import Refused
from reviews.draws.actions import DrawFacts
from reviews.draws.plan import result_of
from reviews.draws.record import naming_of, seed_words
from reviews.draws.report import case_name, exclusion_rows
from reviews.models import Draw
from reviews.pool.areas import area_names


class Command(BaseCommand):
    """Print pool, exclusions, seed and result, and whether the record gives that result; ends with 1 if not."""

    help = "按抽取记录重新抽取一次，核对结果是否一致。"

    def add_arguments(self, parser):
        parser.add_argument("draw", type=int, metavar="ID", help="抽取记录编号")

    def handle(self, *args, **options):
        row = Draw.objects.select_related("panel__cycle").filter(pk=options["draw"]).first()
        if row is None:
            raise CommandError(f"没有第 {options['draw']} 号抽取记录。")
        for line in _described(row):
            self.stdout.write(line)
        faults = list(_faults(row))
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write("不一致" if faults else "一致")
        if faults:
            raise SystemExit(1)


def _described(row: Draw):
    yield f"第 {row.pk} 号{row.get_kind_display()}：{row.panel}，{row.get_target_display()}，每项 {row.count} 人"
    yield f"种子 {row.seed}（{seed_words(row, naming_of(row))}），第 {row.round} 轮，算法版本 {row.algorithm}"
    yield f"抽取时的专家库（{row.get_scope_display()}，{len(row.pool)} 人）："
    for each in row.pool:
        yield f"  {each['id']} {each['name']}，专长：{area_names(each['areas'])}，已有评分表 {each['load']}"
    yield f"未参加抽取（{len(row.exclusions)} 条）："
    for name, case, reason in exclusion_rows(row.cases, row.pool, row.exclusions):
        yield f"  {case}：{name}，{reason}"
    yield "结果："
    names = {each["id"]: each["name"] for each in row.pool}
    cases = {case["id"]: case_name(case) for case in row.cases}
    for found in row.result:
        drawn = "、".join(f"{pk} {names.get(pk, '')}" for pk in found["reviewers"])
        yield f"  {cases.get(found['case'], found['case'])}：{drawn}"


def _faults(row: Draw):
    """What does not agree: the result, the checksum of the record, the one that the journal kept."""
    try:
        again = result_of(row)
    except (Refused, ValueError) as fault:
        yield f"按记录不能完成抽取：{fault}"
    else:
        if again != row.result:
            yield f"按记录重新抽取的结果不同：{again}"
    if row.computed_sha256() != row.sha256:
        yield "记录的内容与校验值不符。"
    records = Record.objects.about("reviews.panel", row.panel_id).filter(verb="draw_reviewers")
    kept = [facts for facts in map(DrawFacts.of, records) if facts]
    if not any((facts.draw, facts.sha256) == (row.pk, row.sha256) for facts in kept):
        yield "日志中没有与该记录相符的抽取。"
