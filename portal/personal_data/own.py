"""What the portal keeps about one person, for that person to read and take along (PIPL §45)."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import Invitation, User
from accounts.sessions.actions import running
from face.wording import chinese_datetime
from journal.models import AccessEntry, Message, Record
from reviews.models import DeclaredConflict, Expertise, ReviewerProfile

FEW = 10  # rows of a chapter on the page; the file has all of them


@dataclass(frozen=True)
class Chapter:
    """Rows of one kind under a title; the first row names the columns."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]

    @property
    def shown(self) -> list[list[tuple[str, str]]]:
        """The first rows, each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows[:FEW]]

    @property
    def left_out(self) -> int:
        """How many rows the page does not show."""
        return max(0, len(self.rows) - FEW)


def chapters_of(user: User) -> list[Chapter]:
    """All chapters, empty ones left out; a constant number of statements."""
    chapters = [
        _account(user),
        _organisations(user),
        _invitations(user),
        *_reviewer(user),
        _sessions(user),
        _messages(user),
        _acts(user),
        _accesses(user),
    ]
    return [chapter for chapter in chapters if chapter.rows]


def as_json(user: User) -> dict:
    """The same for another program: title → list of rows by column."""
    return {
        chapter.title: [dict(zip(chapter.columns, row, strict=True)) for row in chapter.rows]
        for chapter in chapters_of(user)
    }


def _account(user: User) -> Chapter:
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    rows = [
        ("姓名", user.name),
        ("登录邮箱", user.email),
        *(("其他邮箱", row.email) for row in addresses if row.email != user.email),
        ("联系电话", user.phone or "未填写"),
        ("角色", user.role_names),
        ("注册时间", chinese_datetime(user.date_joined)),
        ("上次登录", chinese_datetime(user.last_login) or "没有登录过"),
    ]
    return Chapter("账号", ("项目", "内容"), rows)


def _organisations(user: User) -> Chapter:
    rows = [
        (str(row.organisation), "可填写、可提交" if row.can_submit else "可填写")
        for row in user.memberships.select_related("organisation").order_by("pk")
    ]
    return Chapter("所属单位", ("单位", "权限"), rows)


def _invitations(user: User) -> Chapter:
    asked = Invitation.objects.filter(email=user.email).select_related("organisation")
    rows = [(str(row.organisation), chinese_datetime(row.invited_at)) for row in asked]
    return Chapter("收到的邀请", ("单位", "时间"), rows)


def _reviewer(user: User) -> list[Chapter]:
    profiles = ReviewerProfile.objects.filter(reviewer=user).select_related("organisation")
    about = [
        (
            row.organisation.name if row.organisation else row.employer,
            row.title,
            "是" if row.available else "否",
        )
        for row in profiles
    ]
    areas = [(row.get_area_display(),) for row in Expertise.objects.filter(reviewer=user).order_by("pk")]
    tied = DeclaredConflict.objects.filter(reviewer=user)
    return [
        Chapter("专家资料", ("所在单位", "职称或职务", "可以参加评审"), about),
        Chapter("熟悉的类型和领域", ("类型或领域",), areas),
        Chapter(
            "声明的利益关系", ("单位", "关系"), [(row.organisation, row.get_kind_display()) for row in tied]
        ),
    ]


def _sessions(user: User) -> Chapter:
    rows = [
        (chinese_datetime(row.began_at), chinese_datetime(row.seen_at), row.device, row.address)
        for row in running(user)
    ]
    return Chapter("正在登录的设备", ("登录时间", "最近操作", "设备", "网络地址"), rows)


def _messages(user: User) -> Chapter:
    rows = [
        (chinese_datetime(row.created_at), row.subject, row.email) for row in Message.objects.inbox(user.pk)
    ]
    return Chapter("消息", ("时间", "标题", "发往"), rows)


def _acts(user: User) -> Chapter:
    acts = Record.objects.filter(actor_id=user.pk).order_by("-pk").values_list("at", "label")
    return Chapter("办理过的事项", ("时间", "事项"), [(chinese_datetime(at), label) for at, label in acts])


def _accesses(user: User) -> Chapter:
    lines = AccessEntry.objects.of_person(user)
    rows = [(chinese_datetime(row.at), row.get_kind_display(), row.address, row.agent) for row in lines]
    return Chapter("登录和访问记录", ("时间", "类别", "网络地址", "浏览器"), rows)
