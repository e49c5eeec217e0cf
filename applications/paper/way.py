"""How far the paper of an application is: print, sign, stamp, scan, five copies at the centre (MAT-W). No writing.

Paper is due from receipt by the city on, because the form carries the opinion and the stamp of the recommender then.
A correction makes a new revision, whose paper starts anew.
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from applications.dossier.revision import code_of
from applications.models import Application, PaperMark, PaperReceipt, Revision, StampedScan
from applications.states import PAPER_WANTED, PaperStep, Route, State
from face.wording import chinese_date
from files.responses import INLINE_TYPES
from programme.notice import CENTRE_ADDRESS, CENTRE_NAME, PAPER_COPIES

SCANNED, DELIVERED = "scanned", "delivered"
NOT_YET = {
    State.AT_RECOMMENDER: "推荐单位报送以后再打印：那时的申报表上才有推荐意见和编号。现在不需要办理。",
    State.CORRECTION: "正在补正，提交补正后会产生新的版本。请等提交补正后，再按新版本打印、盖章和报送。",
}


@dataclass(frozen=True)
class Step:
    """One step: its state (done · current · todo), what is to be done, who did it and when, as far as known."""

    key: str
    label: str
    state: str
    todo: str
    by: str = ""
    at: datetime | None = None
    ticked: bool = False


@dataclass(frozen=True)
class PaperWay:
    """The steps of the current revision; ``why_not``: nothing is to be done now; ``anew``: why it starts again."""

    revision: Revision
    code: str
    steps: list[Step]
    scan: StampedScan | None
    replaced: list[StampedScan]
    copies: int
    receipts: list[PaperReceipt]
    why_not: str
    anew: str

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return not self.why_not and any(step.state != "done" for step in self.steps)

    @property
    def now(self) -> Step | None:
        """The step that is to be done now."""
        return next((step for step in self.steps if step.state == "current"), None)

    @property
    def last(self) -> Step:
        """The step with which the paper has arrived."""
        return self.steps[-1]

    @property
    def complete(self) -> bool:
        """Whether the centre has all copies."""
        return self.copies >= PAPER_COPIES

    @property
    def scan_files(self) -> list[dict]:
        """The files of the scan that counts, as ``file_list`` shows them."""
        return files_of(self.scan) if self.scan else []

    @property
    def replaced_files(self) -> list[dict]:
        """The files of the scans that were replaced, newest first."""
        return [file for scan in reversed(self.replaced) for file in files_of(scan)]


def files_of(scan: StampedScan) -> list[dict]:
    """The files of a scan as ``file_list`` shows them."""
    rows = []
    for index, file in enumerate(scan.files):
        url = reverse("scan_file", args=[scan.pk, index])
        preview = f"{url}?preview=1" if file["mime"] in INLINE_TYPES else ""
        note = f"{file['pages']} 页，{chinese_date(scan.at)} {scan.by}上传"
        rows.append(file | {"url": url, "preview_url": preview, "note": note})
    return rows


def paper_way(application: Application) -> PaperWay | None:
    """How far the paper of the current revision is; None where there is nothing to tell."""
    revision, state = application.current_revision, application.state
    if revision is None or state in (State.DRAFT, State.RETURNED, State.DECLINED):
        return None
    own = {"revision__application_id": application.pk}
    marks = list(PaperMark.objects.filter(**own).select_related("by"))
    scans = list(StampedScan.objects.filter(**own).select_related("by", "revision"))
    receipts = list(PaperReceipt.objects.standing().filter(**own).select_related("by", "revision"))
    begun = any(each.revision_id == revision.pk for each in (*marks, *scans, *receipts))
    if state not in PAPER_WANTED and state not in NOT_YET and not begun:
        return None
    here = [receipt for receipt in receipts if receipt.revision_id == revision.pk]
    current = [scan for scan in scans if scan.revision_id == revision.pk]
    copies = sum(each.copies for each in here)
    why_not = "" if state in PAPER_WANTED else NOT_YET.get(state, "该申报当前不需要办理纸质材料。")
    return PaperWay(
        revision=revision,
        code=code_of(revision),
        steps=_steps(
            application,
            {mark.step: mark for mark in marks if mark.revision_id == revision.pk},
            current[-1] if current else None,
            here,
            active=not why_not,
        ),
        scan=current[-1] if current else None,
        replaced=[scan for scan in scans if scan not in current[-1:]],
        copies=copies,
        receipts=receipts,
        why_not=why_not,
        anew=_why_anew(revision, [*marks, *scans, *receipts], sum(r.copies for r in receipts) - copies),
    )


def _steps(application, marks: dict, scan: StampedScan | None, receipts: list, *, active: bool) -> list[Step]:
    """The steps in their order; those before the first that is not done are done, it is the current one."""
    copies = sum(receipt.copies for receipt in receipts)
    proof = scan or (receipts[0] if receipts else None)  # what came in shows that it was stamped
    found = [_step_on_paper(step, todo, marks.get(step), proof) for step, todo in _on_paper(application)]
    what = "签字盖章后的申报表" if application.form.declaration else "盖章的封面和申报表"
    todo = f"把{what}逐页扫描或拍照，上传 PDF 或图片。"
    found.append((SCANNED, "扫描上传", todo, scan and str(scan.by), scan and scan.at, False))
    missing = PAPER_COPIES - copies
    todo = (
        f"全部申报材料（合订本和另行打印的材料）一式 {PAPER_COPIES} 份，送至{CENTRE_NAME}（{CENTRE_ADDRESS}），"
        "并注明申报试点类型。"
    )
    if receipts and missing > 0:
        todo += f"中心已收到 {copies} 份，还差 {missing} 份。"
    last = receipts[-1] if receipts and missing <= 0 else None
    by = f"{CENTRE_NAME} {last.by}" if last else None
    found.append((DELIVERED, f"送交 {PAPER_COPIES} 份", todo, by, last and last.at, False))
    steps, free = [], active
    for key, label, todo, by, at, ticked in found:
        state = "done" if at else "current" if free else "todo"
        free = free and bool(at)
        steps.append(Step(key, label, state, todo, by or "", at, ticked))
    return steps


def _on_paper(application: Application) -> list[tuple[PaperStep, str]]:
    """What is to be done by hand. Forms without a declaration have no place for signature and stamp: the cover has."""
    print_all = (
        f"下载申报材料合订本（PDF，包括申报表和全部证明材料），按原大小打印 {PAPER_COPIES} 份，分别装订。"
        "每页页脚印有识别码。未并入合订本的材料另行打印，附在每一份之后。"
    )
    steps = [(PaperStep.PRINTED, print_all)]
    stamp = "在合订本封面的申报单位盖章处加盖公章。"
    if application.form.declaration:
        steps.append((PaperStep.SIGNED, "法定代表人在「申报单位承诺」处签字，并填写日期。"))
        stamp = "在申报表的申报单位盖章处加盖公章。"
    if application.route == Route.RECOMMENDED:
        stamp += f"推荐意见处由{application.recommender}盖章。"
    return [*steps, (PaperStep.STAMPED, stamp)]


def _step_on_paper(step: PaperStep, todo: str, mark: PaperMark | None, proof) -> tuple:
    done = mark or proof
    told = str(proof.by) if isinstance(proof, StampedScan) else "随收到的纸质材料确认"
    by = str(mark.by) if mark else told if proof else ""
    return step, step.label, todo, by, done and done.at, mark is not None and proof is None


def _why_anew(revision: Revision, earlier: list, copies: int) -> str:
    """What was done for earlier revisions and counts no more."""
    if all(each.revision_id == revision.pk for each in earlier):
        return ""
    kept = f"中心收到的旧版本 {copies} 份不计入。" if copies else ""
    return (
        f"补正后提交了第 {revision.number} 版，内容和识别码都与上一版不同，"
        f"所以需要按新版本重新打印、签字盖章、扫描和报送。{kept}"
    )
