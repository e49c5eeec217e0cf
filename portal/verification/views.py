"""Public verification: is this code, or this file, the portal's? Without an account, at a limited rate."""

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from files.digest_upload import DigestHandler
from portal.verification.forms import VerifyCodeForm, VerifyFileForm
from portal.verification.verify import Found, find, read, why_unreadable


def _too_many(request: HttpRequest) -> HttpResponse | None:
    """The answer to who asks too often, so that nobody finds codes by trying (``VERIFY_RATES``)."""
    return ratelimit.consume_or_429(
        request, app="portal", action="verify", config=settings.VERIFY_RATES, limit_get=True
    )


@login_not_required
@csrf_exempt  # until the upload handler is set: checking the token reads the body. ``_verify`` checks it.
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask with a code, a SHA-256 or a file; the file is hashed while it comes in and not kept."""
    if request.method == "POST" and (refusal := _too_many(request)):
        return refusal
    request.upload_handlers = [DigestHandler(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    code_form = VerifyCodeForm(request.GET if "code" in request.GET else None)
    file_form = _file_form(request)
    if request.method == "POST" and file_form.is_valid():
        return redirect("verify_code", code=file_form.cleaned_data["file"].sha256)
    if code_form.is_valid():
        return redirect("verify_code", code=code_form.key.text)
    return render(
        request, "portal/verification/verify.html", {"code_form": code_form, "file_form": file_form}
    )


def _file_form(request: HttpRequest) -> VerifyFileForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return VerifyFileForm(*sent, largest=settings.MAX_FILE_BYTES)


@require_safe
@login_not_required
@never_cache
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the portal has under a code or a SHA-256; the page that QR images lead to."""
    if refusal := _too_many(request):
        return refusal
    key = read(code)
    found: Found | None = find(key) if key else None
    context = {
        "code_form": VerifyCodeForm(),
        "file_form": _file_form(request),
        "asked": key.text if key else code,
        "by_file": bool(key and key.sha256),
        "found": found,
        "unreadable": "" if key else why_unreadable(code),
        "answered": True,
    }
    response = render(request, "portal/verification/verify.html", context, status=200 if found else 404)
    response["X-Robots-Tag"] = "noindex"
    return response
