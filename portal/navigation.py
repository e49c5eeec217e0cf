"""What every page shows: navigation, unread messages, the clock, the demo banner."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Role
from journal import clock
from journal.models import Message

PUBLIC = [("首页", "public_index"), ("公示", "public_notices"), ("试点名单", "public_pilots")]
VISITOR = [("公开核验", "verify")]
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
        ("评审", "panel_list"),
        ("试点管理", "pilot_list"),
        ("项目库", "library_list"),
        ("年度", "cycle_list"),
    ],
    Role.REVIEWER: [
        ("评审任务", "reviewer_desk"),
        ("现场调研", "visit_list"),
        ("我的资料", "reviewer_profile"),
    ],
    Role.ADMINISTRATOR: [("后台管理", "admin:index")],
}
SECTIONS = {
    "panel_list": [
        ("评审组", "panel_list"),
        ("专家库", "reviewer_pool"),
        ("现场调研", "visit_list"),
        ("试点工作方案", "work_plan_list"),
        ("评分排序", "ranking"),
        ("会议决定", "decision_meeting"),
        ("评分指标", "rubric_list"),
        ("发布与公示", "notice_desk"),
    ],
    "cycle_list": [
        ("年度设置", "cycle_list"),
        ("园区名额申请", "quota_request_list"),
    ],
}  # the second level: under a link of the first, by its address
UNDER = {
    "recommender_form": ["recommender_list"],
    "recommender_return": ["recommender_list"],
    "recommender_decline": ["recommender_list"],
    "reviewer_sheet": ["reviewer_desk", "panel_list"],
    "reviewer_declare": ["reviewer_desk"],
    "reviewer_save": ["reviewer_desk"],
    "sheet_reopen": ["panel_list"],
    "draw_detail": ["panel_list"],
    "minutes_file": ["panel_list"],
    "decide": ["decision_meeting"],
    "case_file": ["screening_list"],
    "work_plan": ["application_list"],
    "visit": ["application_list"],
    "work_plan_hand_in": ["application_list"],
    "notice_list": ["application_list", "recommender_list", "screening_list"],
}  # pages whose address does not begin with that of the link they belong to


@dataclass(frozen=True)
class Item:
    """One link of the navigation."""

    label: str
    url: str
    active: bool
    badge: str = ""
    under: tuple["Item", ...] = ()


def portal(request: HttpRequest) -> dict:
    """Context of every page rendered for a request."""
    user = getattr(request, "user", None)
    known = bool(user and user.is_authenticated)
    links = NAVIGATION[Role(user.role)] + PUBLIC if known else PUBLIC + VISITOR
    return {
        "navigation": [_item(label, name, request) for label, name in links],
        "unread_messages": Message.objects.inbox(user.pk).filter(read_at=None).count() if known else 0,
        "demo_mode": settings.DEMO_MODE,
        "now": clock.now(),
    }


def _item(label: str, name: str, request: HttpRequest) -> Item:
    under = tuple(_item(*child, request) for child in SECTIONS.get(name, []) if child[1] != name)
    own = _within(name, request)
    if not under:
        return Item(label, reverse(name), own)
    first = Item(SECTIONS[name][0][0], reverse(name), own)
    return Item(label, reverse(name), own or any(item.active for item in under), under=(first, *under))


def _within(name: str, request: HttpRequest) -> bool:
    """Whether the page belongs to the link with this address."""
    url, path = reverse(name), request.path
    page = request.resolver_match.url_name if request.resolver_match else None
    return path == url or (url != "/" and path.startswith(url)) or name in UNDER.get(page, [])
