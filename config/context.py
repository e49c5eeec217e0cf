"""What every page shows: navigation, unread messages, the clock, the demo banner."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Role
from journal import clock
from journal.models import Message

PUBLIC = [("首页", "public_index"), ("试点名单", "public_pilots")]
NAVIGATION = {
    Role.APPLICANT: [
        ("我的申报", "application_list"),
        ("我的试点", "pilot_list"),
        ("本单位", "organisation"),
    ],
    Role.RECOMMENDER: [("初审推荐", "recommender_list")],
    Role.STAFF: [
        ("形式审查", "screening_list"),
        ("纸质材料", "paper_desk"),
        ("评审组", "panel_list"),
        ("评分排序", "ranking"),
        ("试点管理", "pilot_list"),
        ("项目库", "library_list"),
        ("年度", "cycle_list"),
    ],
    Role.REVIEWER: [("评审任务", "reviewer_desk")],
    Role.ADMINISTRATOR: [("后台管理", "admin:index")],
}
UNDER = {
    "recommender_form": ["recommender_list"],
    "reviewer_sheet": ["reviewer_desk", "panel_list"],
    "reviewer_declare": ["reviewer_desk"],
    "sheet_reopen": ["panel_list"],
    "decide": ["ranking"],
}  # pages whose address does not begin with that of the link they belong to


@dataclass(frozen=True)
class Item:
    """One link of the navigation."""

    label: str
    url: str
    active: bool
    badge: str = ""


def portal(request: HttpRequest) -> dict:
    """Context of every page rendered for a request."""
    user = getattr(request, "user", None)
    known = bool(user and user.is_authenticated)
    links = (NAVIGATION[Role(user.role)] if known else []) + PUBLIC
    return {
        "navigation": [_item(label, name, request) for label, name in links],
        "unread_messages": Message.objects.inbox(user.pk).filter(read_at=None).count() if known else 0,
        "demo_mode": settings.DEMO_MODE,
        "now": clock.now(),
    }


def _item(label: str, name: str, request: HttpRequest) -> Item:
    url, path = reverse(name), request.path
    page = request.resolver_match.url_name if request.resolver_match else None
    within = path == url or (url != "/" and path.startswith(url)) or name in UNDER.get(page, [])
    return Item(label, url, within)
