"""The privacy notice, and what the portal keeps about the person who asks."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import UserRequest
from face.downloads import attachment_header
from portal.personal_data.own import as_json, chapters_of
from portal.personal_data.retention import RETENTION


@login_not_required
@require_safe
def privacy_notice(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, what for, how long, and which rights one has."""
    return render(request, "portal/personal_data/notice.html", {"retention": RETENTION})


@require_safe
def own_data(request: UserRequest) -> HttpResponse:
    """What the portal keeps about oneself, long chapters shortened."""
    return render(request, "portal/personal_data/own.html", {"chapters": chapters_of(request.user)})


@require_safe
def own_data_file(request: UserRequest) -> HttpResponse:
    """All of it as JSON."""
    text = json.dumps(as_json(request.user), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = attachment_header("我的个人信息.json")
    return answer
