"""The own sessions: where one is signed in, and signing out there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import UserRequest
from accounts.sessions.actions import end_other_sessions, end_session, running
from accounts.sessions.devices import device_words


@require_safe
def own_sessions(request: UserRequest) -> HttpResponse:
    """Where the person is signed in: device, address, since when, last activity."""
    rows = [
        (row, device_words(row.device), row.pk == request.session.session_key)
        for row in running(request.user)
    ]
    return render(request, "accounts/sessions/list.html", {"rows": rows})


@require_POST
def session_end(request: UserRequest) -> HttpResponse:
    """Sign out one other session (``began``), or all others."""
    own = request.session.session_key
    if "began" in request.POST:
        ended = end_session(request.user, request.POST["began"], but=own)
        messages.success(request, "该设备已退出登录。" if ended else "该设备此前已经退出登录。")
    else:
        count = end_other_sessions(request.user, but=own)
        messages.success(
            request, f"其他设备已全部退出登录，共 {count} 个。" if count else "没有其他设备在登录。"
        )
    return redirect("own_sessions")


@require_POST
def session_keep(request: HttpRequest) -> JsonResponse:
    """Go on with the session: the press itself is the activity, which the middleware writes."""
    return JsonResponse({"kept": True})
