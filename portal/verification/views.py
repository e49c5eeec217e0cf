"""Public verification: is this code, or this file, the portal's? Without an account, at a limited rate."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors.limits import VERIFICATION, VERIFICATION_CODE
from accounts.doors.middleware import at_door
from files.digest_upload import DigestHandler
from portal.verification.forms import VerifyCodeForm, VerifyFileForm
from portal.verification.verify import Found, find, read, why_unreadable


@at_door(VERIFICATION)
@login_not_required
@csrf_exempt  # until the upload handler is set: checking the token reads the body. ``_verify`` checks it.
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask with a code, a SHA-256 or a file; the file is hashed while it comes in and not kept."""
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


@at_door(VERIFICATION_CODE)
@require_safe
@login_not_required
@never_cache
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the portal has under a code or a SHA-256; the page that QR images lead to."""
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
