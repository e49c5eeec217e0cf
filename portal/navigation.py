"""What every page shows: navigation, unread messages, the clock, the demo banner, the version."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models.session import idle_warning
from accounts.rules import may
from face.wording import duration_text
from journal import clock
from journal.models import Message


@dataclass(frozen=True)
class Link:
    """A page that the navigation leads to, by the name of its address, for who has one of the capabilities."""

    label: str
    name: str
    capabilities: tuple[Capability, ...]


@dataclass(frozen=True)
class Section:
    """Links of the second level under one word of the first, which leads to the first of them."""

    label: str
    links: tuple[Link, ...]

    @property
    def name(self) -> str:
        """The address that the word leads to."""
        return self.links[0].name


PUBLIC = [("首页", "public_index"), ("公示", "public_notices"), ("试点名单", "public_pilots")]
VISITOR = [("公开核验", "verify")]
NAVIGATION = (
    Link("形式审查", "screening_list", (Capability.SCREEN,)),
    Link("纸质材料", "paper_desk", (Capability.REGISTER_PAPER,)),
    Section(
        "评审",
        (
            Link("评审组", "panel_list", (Capability.FORM_PANELS,)),
            Link("专家库", "reviewer_pool", (Capability.FORM_PANELS,)),
            Link("现场调研", "visit_list", (Capability.VISIT,)),
            Link("试点工作方案", "work_plan_list", (Capability.ASK_WORK_PLANS,)),
            Link("评分排序", "ranking", (Capability.READ_REVIEW,)),
            Link("会议决定", "decision_meeting", (Capability.READ_REVIEW,)),
            Link("评分指标", "rubric_list", (Capability.SET_RUBRICS,)),
            Link(
                "发布与公示",
                "public_notice_desk",
                (Capability.PUBLISH, Capability.ANSWER_OBJECTIONS, Capability.AWARD),
            ),
        ),
    ),
    Section(
        "试点管理",
        (
            Link("全部试点", "pilot_list", (Capability.FOLLOW_PILOTS, Capability.AWARD)),
            Link("办理期限", "deadline_list", (Capability.FOLLOW_PILOTS,)),
        ),
    ),
    Link("项目库", "library_list", (Capability.KEEP_LIBRARY,)),
    Section(
        "年度",
        (
            Link("年度设置", "cycle_list", (Capability.SET_CYCLE,)),
            Link("园区名额申请", "quota_request_list", (Capability.GRANT_QUOTAS,)),
        ),
    ),
    Link("我的申报", "application_list", (Capability.APPLY,)),
    Link("我的试点", "pilot_list", (Capability.APPLY,)),
    Link("本单位", "organisation", (Capability.APPLY,)),
    Link("初审推荐", "recommender_list", (Capability.RECOMMEND,)),
    Link("评审任务", "reviewer_desk", (Capability.REVIEW,)),
    Link("现场调研", "visit_list", (Capability.REVIEW,)),
    Link("我的资料", "reviewer_profile", (Capability.REVIEW,)),
    Section(
        "审计",
        (
            Link("平台日志", "whole_journal", (Capability.READ_TRACES,)),
            Link("访问日志", "access_log", (Capability.READ_TRACES,)),
            Link("访问日志封存", "access_days", (Capability.READ_TRACES,)),
        ),
    ),
    Section(
        "平台管理",
        (
            Link("总览", "administration", (Capability.KEEP_ACCOUNTS,)),
            Link("人员", "person_list", (Capability.KEEP_ACCOUNTS,)),
            Link("单位", "unit_list", (Capability.KEEP_ACCOUNTS,)),
            Link("账号事项", "proposal_list", (Capability.KEEP_ACCOUNTS,)),
            Link("角色权限", "rights_table", (Capability.KEEP_ACCOUNTS,)),
        ),
    ),
)  # the first that a person may open is where the person starts
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
    "screening_letters": ["application_list", "recommender_list", "screening_list"],
}  # pages whose address does not begin with that of the link they belong to

SEES_RELEASE = (Capability.READ_RECEIVED, Capability.KEEP_ACCOUNTS)  # who reports a fault from the inside


@dataclass(frozen=True)
class Item:
    """One link of the navigation."""

    label: str
    url: str
    active: bool
    badge: str = ""
    under: tuple["Item", ...] = ()


def links_of(user) -> list[Link | Section]:
    """The links of a person, of all roles together; an address that stands there already is not repeated."""
    links: list[Link | Section] = []
    addresses: set[str] = set()
    for entry in NAVIGATION:
        under = entry.links if isinstance(entry, Section) else (entry,)
        own = tuple(link for link in under if may(user, *link.capabilities) and link.name not in addresses)
        if own:
            links.append(Section(entry.label, own) if len(own) > 1 else own[0])
            addresses.update(link.name for link in own)
    return links


def portal(request: HttpRequest) -> dict:
    """Context of every page rendered for a request."""
    user = getattr(request, "user", None)
    known = bool(user and user.is_authenticated)
    ahead = clock.ahead()
    own = [_own_item(link, request) for link in links_of(user)]
    public = [_item(label, name, request) for label, name in (PUBLIC if known else PUBLIC + VISITOR)]
    return {
        "navigation": own + public,
        "unread_messages": Message.objects.inbox(user.pk).filter(read_at=None).count() if known else 0,
        "idle_warning": idle_warning(),
        "demo_mode": settings.DEMO_MODE,
        "now": clock.now(),
        "clock_ahead": duration_text(ahead) if ahead else "",
        "may_move_clock": ahead is not None and may(user, Capability.KEEP_ACCOUNTS),
        "release": settings.VERSION if may(user, *SEES_RELEASE) else "",
    }


def _own_item(link: Link | Section, request: HttpRequest) -> Item:
    if isinstance(link, Link):
        return _item(link.label, link.name, request)
    under = tuple(_item(child.label, child.name, request) for child in link.links)
    return Item(link.label, under[0].url, any(item.active for item in under), under=under)


def _item(label: str, name: str, request: HttpRequest) -> Item:
    return Item(label, reverse(name), _within(name, request))


def _within(name: str, request: HttpRequest) -> bool:
    """Whether the page belongs to the link with this address."""
    url, path = reverse(name), request.path
    page = request.resolver_match.url_name if request.resolver_match else None
    return path == url or (url != "/" and path.startswith(url)) or name in UNDER.get(page, [])
