"""What an installation lacks: least staffing, recommenders without people, a contact for help."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.districts import District
from accounts.keeping.names import NAMES
from accounts.keeping.rules import why_not_mixed
from accounts.models import Organisation, User

LEAST = {Capability.KEEP_ACCOUNTS: 2, Capability.CONFIRM: 2, Capability.AWARD: 2, Capability.FORM_PANELS: 2}
WORK = (
    Capability.SCREEN,
    Capability.REGISTER_PAPER,
    Capability.PROPOSE,
    Capability.PUBLISH,
    Capability.ANSWER_OBJECTIONS,
    Capability.SET_CYCLE,
)  # one person at least
CALLED = NAMES | {Capability.KEEP_ACCOUNTS: "管理账号"}


@dataclass(frozen=True)
class Shortcoming:
    """One thing to put right, and where."""

    text: str
    url: str = ""


def shortcomings() -> list[Shortcoming]:
    """All that is missing or should not be, the weightiest first."""
    return [*_staffing(), *_mixed(), *_recommenders(), *_contact()]


def _staffing() -> Iterator[Shortcoming]:
    people = User.objects.filter(is_active=True).prefetch_related("grants")
    rights = [person.capabilities for person in people]
    for right in (*LEAST, *WORK):
        least, have = LEAST.get(right, 1), sum(right in held for held in rights)
        if have < least:
            yield Shortcoming(
                f"能办理「{CALLED[right]}」的只有 {have} 人，至少要有 {least} 人。", reverse("person_list")
            )


def _mixed() -> Iterator[Shortcoming]:
    for person in User.objects.filter(is_active=True).prefetch_related("grants").order_by("pk"):
        if why := why_not_mixed(person.capabilities):
            yield Shortcoming(f"{person.name}（{person.email}）：{why}", person.get_absolute_url())


def _recommenders() -> Iterator[Shortcoming]:
    recommends = Q(memberships__user__is_active=True, memberships__user__grants__role="recommender")
    units = Organisation.objects.filter(kind__in=Organisation.RECOMMENDERS).order_by("pk")
    for unit in units.annotate(people=Count("memberships", filter=recommends, distinct=True)):
        if not unit.people:
            yield Shortcoming(f"{unit.name}还没有可登录的推荐单位人员。", reverse("unit", args=[unit.pk]))
    there = set(units.filter(kind=Organisation.Kind.BUREAU).values_list("district", flat=True))
    missing = [district.label for district in District if district.value not in there]
    if missing:
        yield Shortcoming(f"还没有登记生态环境部门的区：{'、'.join(missing)}。", reverse("unit_create"))


def _contact() -> Iterator[Shortcoming]:
    if not settings.HELP_CONTACT:
        yield Shortcoming(
            "没有设置咨询方式（HELP_CONTACT），申报单位不知道该问谁。请运维人员设置后重新启动。"
        )
