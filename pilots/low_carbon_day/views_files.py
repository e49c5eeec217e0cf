"""Files for the Low Carbon Day: lists for the ceremony and the press, all certificates in one PDF (AWD-1)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import UserRequest, confirmed_to_see, only_for
from face.downloads import letter_file, opened_file, workbook_file
from face.fields import today
from files.merging import Unmergeable
from files.refusals import StoreFull
from pilots.low_carbon_day.ceremony import Ceremony, ceremony_of
from pilots.low_carbon_day.certificates import NotBound, bind_certificates
from pilots.low_carbon_day.excel import ceremony_page
from pilots.low_carbon_day.letters import ceremony_letter, press_letter
from pilots.low_carbon_day.remarks import remarks
from programme.models import Cycle

NO_TITLES = "该年度还没有授予称号的试点，没有可以下载的内容。"
NO_CERTIFICATES = "该年度的称号都没有证书，没有可以下载的内容。"
TOO_MUCH = "证书合计过大，未能合并为一个文件。请在试点页面逐份下载。"


@require_safe
@only_for(Capability.AWARD, Capability.FOLLOW_PILOTS)
@confirmed_to_see
def ceremony_excel(request: UserRequest, year: int) -> HttpResponse:
    """The ceremony list with whom to call; the only one that names a person."""
    ceremony = _ceremony(request, year)
    if not ceremony.places:
        return _back(request, year, NO_TITLES)
    page = ceremony_page(ceremony, remarks(ceremony, today()))
    return workbook_file([page], f"{year + 1}年低碳日授牌名单（内部使用）")


@require_safe
@only_for(Capability.AWARD, Capability.FOLLOW_PILOTS)
def ceremony_file(request: UserRequest, year: int, kind: str) -> HttpResponse:
    """The ceremony list as Word or PDF, without persons."""
    ceremony = _ceremony(request, year)
    if not ceremony.places:
        return _back(request, year, NO_TITLES)
    return letter_file(ceremony_letter(ceremony), kind, f"{year + 1}年低碳日授牌名单")


@require_safe
@only_for(Capability.AWARD, Capability.FOLLOW_PILOTS)
def press_file(request: UserRequest, year: int) -> HttpResponse:
    """What the press may be told, as Word."""
    ceremony = _ceremony(request, year)
    if not ceremony.places:
        return _back(request, year, NO_TITLES)
    return letter_file(press_letter(ceremony), "word", f"{year + 1}年低碳日新闻名单")


@require_safe
@only_for(Capability.AWARD, Capability.FOLLOW_PILOTS)
def bound_certificates(request: UserRequest, year: int) -> HttpResponseBase:
    """All certificates of the year in one PDF, in the order of the ceremony list."""
    certificates = _ceremony(request, year).certificates
    if not certificates:
        return _back(request, year, NO_CERTIFICATES)
    name = f"{year}年度北京市低碳试点称号证书"
    with TemporaryDirectory(prefix="certificates-") as folder:
        target = Path(folder) / "bound.pdf"
        try:
            bind_certificates(certificates, target, title=name)
        except Unmergeable:
            return _back(request, year, TOO_MUCH)
        except (NotBound, StoreFull) as refusal:
            return _back(request, year, str(refusal))
        return opened_file(target.open("rb"), "pdf", name)  # stays readable when its folder is gone


def _ceremony(request: UserRequest, year: int) -> Ceremony:
    return ceremony_of(get_object_or_404(Cycle, year=year), request.user)


def _back(request: UserRequest, year: int, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("low_carbon_day_of", year)
