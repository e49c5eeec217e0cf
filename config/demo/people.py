"""The accounts of the demo. All have the same simple password, which is printed and meant to be known."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Membership, Organisation, User
from config.demo.organisations import APPLICANTS, AUTHORITIES

PASSWORD = "ditan-demo"

# E-mail name → key of the organisation. Every other organisation has its key as the name (see ``_members``).
APPLICANT_NAMES = {"applicant": "xinneng", "park": "kexueyuan", "community": "shequ", "hospital": "yiyuan"}
RECOMMENDER_NAMES = {"bureau": "haidian", "authority": "weijian"}
REVIEWERS = ("huanke", "jieneng", "jianzhu", "daxue", "yunshu", "weisheng", "chengshi")
OFFICIALS = frozenset({*Role} - {Role.APPLICANT, Role.RECOMMENDER, Role.REVIEWER})  # each with an own number
ALL_OF_CITY = (Role.CLERK, Role.PAPER_CLERK, Role.PANEL_SECRETARY, Role.CHIEF)  # as in a small office
ORDINALS = "甲乙丙丁戊己庚"

SHOWN = (
    ("applicant", "申报单位：示例新能源，已入选试点（方案审核中）、待补正的申报、草稿"),
    ("colleague", "同一单位的另一成员：可填写，不能提交"),
    ("park", "申报单位：海淀区示例科学园，已入选的园区试点"),
    ("community", "申报单位：东城区虚构社区"),
    ("hospital", "申报单位：示例综合医院，低碳领跑者拟入选，已经公示"),
    ("bureau", "推荐单位：海淀区生态环境局，待初审、已推荐、园区名额"),
    ("bda", "推荐单位：经开区城市运行局"),
    ("authority", "推荐单位：市卫生健康委员会"),
    ("staff", "身兼市级各职：形式审查、评审组、评分排序、决定、发布与公示、异议、试点、项目库、年度"),
    ("chief", "确认或退回另一人提议的评选决定，发布与公示，授予，年度设置"),
    ("centre", "事务中心：接收纸质材料，看不到评审"),
    ("clerk", "事务中心：形式审查、评审组、试点跟踪，不能确认和发布"),
    ("reviewer1", "评审专家：待声明、评分中、已提交的评分表"),
    ("reviewer4", "评审专家：有一项申请了回避"),
    ("admin", "系统管理员：人员、单位、角色权限，前移演示时钟"),
    ("admin2", "另一位管理员：确认涉及市级权限的事项"),
    ("auditor", "查看全部日志，不办理任何事项"),
)


def make_people(units: dict[str, Organisation], at: datetime) -> dict[str, User]:
    """Make all accounts with verified addresses, as of ``at``; return them by e-mail name."""
    password = make_password(PASSWORD)  # hashing is slow on purpose: once is enough
    made: dict[str, User] = {}
    for name, roles, shown, unit, can_submit in _members():
        user = User.objects.create(
            email=address(name),
            password=password,
            name=shown,
            phone="010-12345678" if not set(roles) & OFFICIALS else f"010-{55550200 + len(made)}",
        )
        user.set_roles(roles)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if unit:
            Membership.objects.create(user=user, organisation=units[unit], can_submit=can_submit)
        made[name] = user
    User.objects.filter(pk__in=[user.pk for user in made.values()]).update(date_joined=at)
    return made


def _members() -> Iterator[tuple[str, tuple[Role, ...], str, str, bool]]:
    """E-mail name, roles, name, key of the organisation, right to submit."""
    special = {unit: name for name, unit in (APPLICANT_NAMES | RECOMMENDER_NAMES).items()}
    for unit in APPLICANTS:
        yield special.get(unit.key, unit.key), (Role.APPLICANT,), "示例联系人", unit.key, True
    yield "colleague", (Role.APPLICANT,), "示例填报人", "xinneng", False
    for key in [*(district.value for district in District), *AUTHORITIES]:
        yield special.get(key, key), (Role.RECOMMENDER,), "示例经办人", key, True
    yield "staff", ALL_OF_CITY, "示例科员", "bureau-of-city", True
    yield "chief", (Role.CHIEF,), "示例处长", "bureau-of-city", True
    yield "centre", (Role.PAPER_CLERK,), "示例收件员", "centre", True
    yield "clerk", (Role.CLERK, Role.PANEL_SECRETARY), "示例经办员", "centre", True
    for number, unit in enumerate(REVIEWERS, start=1):
        yield f"reviewer{number}", (Role.REVIEWER,), f"示例专家{ORDINALS[number - 1]}", unit, True
    yield "admin", (Role.ADMINISTRATOR,), "示例管理员甲", "", True
    yield "admin2", (Role.ADMINISTRATOR,), "示例管理员乙", "", True
    yield "auditor", (Role.AUDITOR,), "示例审计员", "", True


def address(name: str) -> str:
    """The e-mail address of an account."""
    return f"{name}@example.org"


def accounts_table() -> str:
    """The accounts worth trying, as an aligned table; empty when the demo is not loaded."""
    there = set(User.objects.filter(email__endswith="@example.org").values_list("email", flat=True))
    rows = [
        ("、".join(role.label for role in roles), address(name), PASSWORD, sees)
        for (name, sees), roles in zip(SHOWN, _roles(), strict=True)
        if address(name) in there
    ]
    if not rows:
        return ""
    rows = [("角色", "登录邮箱", "密码", "登录后看到"), *rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(_padded, row, widths)).rstrip() for row in rows)
    others = "其余单位也各有账号，密码相同，如 chaoyang@example.org（朝阳区生态环境局）、zhiyao@example.org。"
    return "\n".join([*lines, others])


def _roles() -> list[tuple[Role, ...]]:
    roles = {name: held for name, held, *_ in _members()}
    return [roles[name] for name, _ in SHOWN]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
