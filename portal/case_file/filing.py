"""Chapters of a case file up to the panel: what was handed in, recommended, screened, and delivered on paper."""

from datetime import date

from applications.dossier.changes import changes
from applications.dossier.opinion import paper_answers
from applications.dossier.paper_code import paper_code
from applications.dossier.revision import confirmed_of, reasons_of
from applications.models import Application, PaperReceipt, PreCheck, Remark, Revision, StampedScan
from applications.packets.outputs import OUTPUTS
from applications.remarks.places import labels_of
from portal.case_file.blocks import Block, Chapter, day, instant, table
from programme.notice import material_names
from reviews.models import Screening
from reviews.models.compliance import Topic
from reviews.states import ComplianceResult


def summary(application: Application, revisions: list[Revision]) -> Chapter:
    """What the application is and where it stands, with every revision and its checksum."""
    entry = application.entry
    facts = [
        ("编号", application.number),
        ("名称", entry.name),
        ("申报单位", entry.organisation_name),
        ("统一社会信用代码", application.organisation.uscc),
        ("试点类型", application.get_sheet_display()),
        ("年度", f"{application.cycle.year} 年度"),
        ("领域", entry.get_field_display()),
        ("所在区", entry.get_district_display()),
        ("申报途径", application.get_route_display()),
        ("推荐单位", application.recommender or "—"),
        ("接收时间", instant(application.received_at)),
        ("当前状态", f"{application.get_state_display()}（{instant(application.state_since)}起）"),
        ("项目库分级", entry.get_grade_display() or "—"),
    ]
    rows = [
        (
            f"第 {revision.number} 版",
            instant(revision.submitted_at),
            revision.submitted_by,
            _code(revision),
            revision.sha256,
        )
        for revision in revisions
    ]
    head = ("版本", "提交时间", "提交人", "识别码", "SHA-256")
    return Chapter(
        "申报概况",
        [Block(facts=facts), *table("提交版本", head, rows, small=True, widths=(12, 24, 24, 30, 0))],
    )


def _code(revision: Revision) -> str:
    return paper_code(revision.application_id, revision.number, revision.sha256)


def submission(revision: Revision, before: Revision | None) -> Chapter:
    """One revision beside its form: files with checksums, conditions, reasons, packet, what changed."""
    names = material_names(revision.application.sheet)
    files = [
        (
            names.get(attachment["material"], attachment["material"]),
            attachment["name"],
            attachment["size"],
            attachment["sha256"],
        )
        for attachment in revision.attachments
    ]
    packet = getattr(revision, "packet", None)
    made = [(output.short, packet.sha256_of(kind)) for kind, output in OUTPUTS.items()] if packet else []
    changed = (
        [(change.label, change.before, change.after) for change in changes(before, revision)]
        if before
        else []
    )
    confirmed = [(text, "已确认" if yes else "未确认") for text, _, yes in confirmed_of(revision)]
    return Chapter(
        f"第 {revision.number} 版申报材料",
        [
            Block(facts=[("提交时间", instant(revision.submitted_at)), ("校验值", revision.sha256)]),
            *table("附件", ("材料", "文件名", "字节", "SHA-256"), files, small=True, widths=(30, 0, 24, 0)),
            *table(
                "平台生成的文件",
                ("文件", "SHA-256"),
                [each for each in made if each[1]],
                small=True,
                widths=(36, 0),
            ),
            *table("申报条件", ("条件", "申报单位"), confirmed, widths=(0, 24)),
            *table("申报单位说明的理由", ("要求", "理由"), reasons_of(revision)),
            *table("与上一版的不同", ("项目", "原来", "现在"), changed, widths=(36, 0, 0)),
        ],
    )


def recommendation(application: Application) -> Chapter:
    """Opinions, pre-checks and remarks of recommenders."""
    blocks: list[Block] = []
    for revision in application.revisions.order_by("number"):
        revision.application = application
        check = PreCheck.objects.filter(revision=revision).select_related("recommender", "by").first()
        if check:
            heading = f"第 {revision.number} 版初审（{check.recommender}，{check.by}，{instant(check.at)}）"
            blocks += _findings(heading, application, check.findings)
            blocks += _checked(revision, check.materials)
        opinion = getattr(revision, "opinion", None)
        if opinion:
            given = paper_answers(revision) | opinion.answers
            facts = [
                ("推荐单位", opinion.recommender),
                ("结果", opinion.get_outcome_display()),
                ("意见", given.get("recommender_opinion", "")),
                ("理由", opinion.reasons),
                ("联系人、电话", " ".join(_contact(opinion.answers))),
                ("意见日期", day(opinion.dated)),
                ("经办", f"{opinion.by}，{instant(opinion.at)}"),
            ]
            blocks.append(Block(f"第 {revision.number} 版推荐意见", facts=facts))
        blocks += _remarks(revision, Remark.Source.RETURN, "推荐单位的逐处意见")
    return Chapter("推荐单位初审和推荐意见", blocks)


def _contact(answers: dict) -> list[str]:
    return [str(answers[key]) for key in ("recommender_contact", "recommender_phone") if answers.get(key)]


def _findings(title: str, application: Application, findings: dict) -> list[Block]:
    rows = [
        (condition.text, _met(findings[condition.key]), findings[condition.key].get("remark", ""))
        for condition in application.programme_form.conditions
        if condition.key in findings
    ]
    return table(title, ("条件", "是否符合", "说明"), rows, widths=(0, 24, 42))


def _checked(revision: Revision, materials: dict) -> list[Block]:
    names = material_names(revision.application.sheet)
    rows = [(names.get(key, key), _met(each), each.get("remark", "")) for key, each in materials.items()]
    return table("材料初审", ("材料", "是否齐备", "说明"), rows, widths=(42, 24, 0))


def _met(finding: dict) -> str:
    return {True: "是", False: "否"}.get(finding.get("met"), "未填")


def _remarks(revision: Revision, source: str, title: str) -> list[Block]:
    labels = labels_of(revision.application, revision.answers)
    remarks = Remark.objects.filter(revision=revision, source=source).select_related("by")
    rows = [(labels.get(each.place, each.place), each.text, each.by, instant(each.at)) for each in remarks]
    return table(
        f"第 {revision.number} 版{title}", ("位置", "意见", "提出人", "时间"), rows, widths=(36, 0, 24, 30)
    )


def screening(application: Application) -> Chapter:
    """Screenings with findings, corrections and the record that was looked up."""
    blocks: list[Block] = []
    screenings = Screening.objects.filter(revision__application=application).select_related("by", "revision")
    for each in screenings.order_by("pk"):
        each.revision.application = application
        facts = [
            ("结论", each.get_outcome_display()),
            ("意见", each.remarks),
            ("补正截止（不含）", instant(each.due) if each.due else ""),
            ("审查人", f"{each.by}，{instant(each.at)}"),
            ("记录不全或有不利记录时通过的理由", each.compliance_reason),
        ]
        blocks.append(Block(f"第 {each.revision.number} 版形式审查", facts=facts))
        blocks += _findings("逐项审查", application, each.findings)
        blocks += _compliance_then(each.compliance)
        blocks += _remarks(each.revision, Remark.Source.CORRECTION, "补正意见")
    return Chapter("形式审查和补正", blocks)


def _compliance_then(lines: list) -> list[Block]:
    """The three-year record as it was kept with the screening, in the words of its page."""
    rows = [
        (
            f"{line['year']} 年",
            Topic(line["topic"]).label,
            "：".join(filter(None, [ComplianceResult(line["result"]).label, line["detail"]])),
            line["source"],
            f"{line['by']}，{day(date.fromisoformat(line['looked_up_on']))}",
        )
        for line in lines
    ]
    head = ("年份", "事项", "结果", "查询来源", "查询")
    return table("审查时的近三年记录", head, rows, small=True, widths=(12, 36, 0, 36, 30))


def paper(application: Application) -> Chapter:
    """Scans of the stamped form and copies received."""
    scans = StampedScan.objects.filter(revision__application=application).select_related("by", "revision")
    scanned = [
        (f"第 {scan.revision.number} 版", file["name"], scan.by, instant(scan.at), file["sha256"])
        for scan in scans
        for file in scan.files
    ]
    receipts = PaperReceipt.objects.filter(revision__application=application).select_related("by", "revision")
    rows = [
        (
            f"第 {receipt.revision.number} 版",
            receipt.copies,
            day(receipt.received_on),
            f"{receipt.by}，{instant(receipt.at)}",
            f"{receipt.note}{'（已更正：' + receipt.void_reason + '）' if receipt.voided_at else ''}",
        )
        for receipt in receipts
    ]
    blocks = table(
        "收到的纸质材料", ("版本", "份数", "收到日期", "登记", "备注"), rows, widths=(18, 18, 30, 36, 0)
    )
    head = ("版本", "文件名", "上传人", "时间", "SHA-256")
    return Chapter(
        "纸质材料", [*blocks, *table("盖章扫描件", head, scanned, small=True, widths=(18, 0, 24, 30, 42))]
    )
