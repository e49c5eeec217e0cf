"""What anybody may learn from a code on paper, or from the SHA-256 of a file: whether it is the portal's.

Told are number, type, year and dates, and of a title what the public list shows too; no person, no organisation
that applies, nothing of what it wrote.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.utils.crypto import constant_time_compare

from applications.dossier.paper_code import PREFIX_LENGTH, PaperCode, paper_code, parse
from applications.models import PacketFile, Revision
from applications.states import State
from face.wording import chinese_date
from pilots.models import Certificate
from programme.codes import CODE_SIGNS, parse_certificate_code

BEFORE_RECEIPT = (
    "市生态环境局接收之前打印的合订本和申报表，纸面上没有编号和推荐意见；识别码与上面一致的，就是这一版。"
)


@dataclass(frozen=True)
class Found:
    """What is told. ``good`` is false for what is no longer valid or current; ``warning`` says why.

    ``note`` says what a genuine paper may lack.
    """

    heading: str
    state: str
    rows: tuple[tuple[str, str], ...]
    good: bool = True
    warning: str = ""
    note: str = ""


@dataclass(frozen=True)
class Key:
    """What was asked for: the code of a form, the code of a certificate, or a SHA-256; ``text`` is its plain form."""

    text: str
    paper: PaperCode | None = None
    certificate: str = ""
    sha256: str = ""


def read(typed: str) -> Key | None:
    """Read what a hand typed or a scanner read; None when it can be none of the three."""
    plain = re.sub(r"[\s:：-]", "", unicodedata.normalize("NFKC", typed)).lower()
    if re.fullmatch("[0-9a-f]{64}", plain):
        return Key(plain, sha256=plain)
    if code := parse_certificate_code(_last_part(typed)):
        return Key(code, certificate=code)
    if paper := parse(typed):
        return Key(f"DT{paper.application_pk:06d}-R{paper.revision:02d}-{paper.prefix}", paper=paper)
    return None


def why_unreadable(typed: str) -> str:
    """Say what is wrong with what ``read`` cannot read: the shape that it should have."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", _last_part(typed)).upper())
    if plain.startswith("ZS"):
        return (
            "称号证书的核验码形如 ZS-XXXX-XXXX-XXXX：ZS 之后是 12 位数字或字母，"
            f"您输入的是 {len(plain) - 2} 位。请对照证书核对。"
            if len(plain) != len("ZS") + CODE_SIGNS
            else "称号证书的核验码形如 ZS-XXXX-XXXX-XXXX，其中没有字母 U。请对照证书核对。"
        )
    if plain.startswith("DT"):
        return "申报表的识别码形如 DT000012-R02-AB12CD34，印在每页页脚。请核对有无缺字。"
    return "这不是识别码、核验码或 SHA-256 校验值。请核对有无缺字；申报编号不能用来核验。"


def _last_part(typed: str) -> str:
    """The code in an address that leads to it."""
    address = re.search(r"/verify/([^/?#]*)", unicodedata.normalize("NFKC", typed), re.IGNORECASE)
    return address[1] if address else typed


def find(key: Key) -> Found | None:
    """What the portal has under a key, or None."""
    if key.certificate:
        return _title(Certificate.objects.filter(code=key.certificate))
    if key.paper:
        return _by_code(key.paper)
    return _by_sha256(key.sha256)


def _by_code(code: PaperCode) -> Found | None:
    revisions = _revisions().filter(application_id=code.application_pk, number=code.revision)
    revision = revisions.first()
    if revision is None:
        return None
    right = constant_time_compare(revision.sha256[:PREFIX_LENGTH].upper(), code.prefix)
    if not right:
        return None
    found = _form(revision, "申报表是平台上提交的版本")
    return replace(found, note=BEFORE_RECEIPT) if revision.application.number else found


def _by_sha256(sha256: str) -> Found | None:
    if made := PacketFile.objects.filter(file=sha256).select_related("packet").first():
        revision = _revisions().get(pk=made.packet.revision_id)
        return _form(revision, f"文件与平台生成的{made.get_kind_display()}一致")
    if revision := _revisions().filter(sha256=sha256).first():
        return _form(revision, "校验值与平台上提交的版本一致")
    return _title(Certificate.objects.filter(file=sha256))


def _revisions():
    return Revision.objects.select_related("application__cycle", "application__current_revision")


def _form(revision: Revision, heading: str) -> Found:
    application = revision.application
    current = application.current_revision
    newer, withdrawn = revision.number < current.number, application.state == State.WITHDRAWN
    warning = (
        f"{chinese_date(current.submitted_at)}已提交第 {current.number} 版，本版不再是现行版本。"
        if newer
        else ""
    )
    if withdrawn:
        warning = f"申报单位已于{chinese_date(application.state_since)}撤回本申报。{warning}"
    unnumbered = "没有编号，市生态环境局没有接收" if withdrawn else "尚未编号，市生态环境局还没有接收"
    received = [
        ("编号", application.number),
        ("年度", f"{application.cycle.year} 年度"),
        ("接收日期", chinese_date(application.received_at)),
    ]
    return Found(
        heading=heading,
        state="已撤回" if withdrawn else "已有新版本" if newer else "现行版本",
        rows=(
            *(received if application.number else [("编号", unnumbered)]),
            ("试点类型", application.get_sheet_display()),
            ("版本", f"第 {revision.number} 版"),
            ("提交日期", chinese_date(revision.submitted_at)),
            ("识别码", paper_code(application.pk, revision.number, revision.sha256)),
        ),
        good=not (newer or withdrawn),
        warning=warning,
    )


def _title(certificates) -> Found | None:
    certificate = certificates.select_related("pilot__entry__cycle").first()
    if certificate is None:
        return None
    pilot, entry = certificate.pilot, certificate.pilot.entry
    withdrawn_on = chinese_date(pilot.ended_at) if pilot.title_withdrawn else ""
    lost = [("撤销日期", withdrawn_on)] if withdrawn_on else []
    holder = [("获得称号的单位", entry.organisation_name)] if certificate.valid else []
    return Found(
        heading="称号证书由平台生成",
        state="称号有效" if certificate.valid else "称号已撤销",
        rows=(
            ("证书编号", entry.number),
            ("称号", certificate.title),
            *holder,
            ("试点类型", entry.get_pilot_type_display()),
            ("年度", f"{entry.cycle.year} 年度"),
            ("授予日期", chinese_date(certificate.granted_at)),
            *lost,
            ("核验码", certificate.code),
        ),
        good=certificate.valid,
        warning=""
        if certificate.valid
        else f"该称号已{'于' + withdrawn_on if withdrawn_on else ''}撤销，证书不再有效。",
    )
