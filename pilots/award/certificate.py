"""The certificate of a title: what stands on it, and its file, made once (programme §3 row "title", AWD-1)."""

from django.conf import settings

from face.verify_address import site_is_public, verify_address
from face.wording import chinese_date
from files import store
from files.inspection import MIMES
from files.models import StoredFile
from pilots.models import Certificate
from programme.notice import ISSUER
from sheets.letters.certificate import CertificatePaper, render_certificate


def paper_of(certificate: Certificate) -> CertificatePaper:
    """What stands on the certificate; who applies with its own name is not named twice."""
    entry = certificate.pilot.entry
    own = entry.name == entry.organisation_name
    return CertificatePaper(
        over="北京市低碳试点",
        heading="称号证书",
        holder=entry.organisation_name,
        before="授予你单位以下称号：" if own else f"授予你单位申报的“{entry.name}”以下称号：",
        title=certificate.title,
        after="特发此证。",
        number=entry.number,
        code=certificate.code,
        link=verify_address(certificate.code) if site_is_public() else certificate.code,
        how=_how_to_verify(),
        issuer=ISSUER,
        day=chinese_date(certificate.granted_at),
        note="本证书由平台生成；未加盖印章的，称号以核验结果为准。",
    )


def _how_to_verify() -> str:
    """What to do with the code; no address while the portal has none that others can open."""
    if site_is_public():
        return f"扫描二维码核验，或打开 {settings.SITE_URL}/verify/ 输入核验码。"
    return "打开北京市低碳试点申报与管理平台首页“公开核验”，输入核验码核验，无需登录。"


def file_of(certificate: Certificate) -> StoredFile:
    """The file of a certificate, made when it is first asked for; from then on the same, so its SHA-256 is known.

    Two who ask at once make equal bytes, which the store keeps once.

    Raises:
        StoreFull: it could not be kept.
    """
    if certificate.file is None:
        made = store.put(render_certificate(paper_of(certificate)), MIMES["pdf"])
        Certificate.objects.filter(pk=certificate.pk, file=None).update(file=made)
        certificate.refresh_from_db(fields=["file"])
    return certificate.file
