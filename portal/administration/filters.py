"""Filters of the administrators' lists."""

import django_filters
from django.db.models import QuerySet

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Organisation, ProposalState
from face.lists import ListFilter, WordsFilter, holding

OPEN, CLOSED = "open", "closed"


class PeopleFilter(ListFilter):
    """People by words, role and whether they can sign in."""

    SORTS = {"name": "name", "email": "email", "joined": "date_joined", "login": "last_login"}
    DEFAULT_SORT = "name"

    q = WordsFilter(label="姓名、邮箱、电话、单位", method="by_words")
    role = django_filters.ChoiceFilter(
        label="角色", field_name="grants__role", choices=Role.choices, empty_label="全部"
    )
    account = django_filters.ChoiceFilter(
        label="账号", choices=[(OPEN, "可登录"), (CLOSED, "已停用")], method="by_account", empty_label="全部"
    )

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """People whose name, address, telephone or organisation holds the words."""
        own = holding("name", value) | holding("email", value) | holding("phone", value)
        return queryset.filter(own | holding("memberships__organisation__name", value)).distinct()

    def by_account(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Open or closed accounts."""
        return queryset.filter(is_active=value == OPEN)


class OrganisationFilter(ListFilter):
    """Organisations by words, kind and district."""

    SORTS = {"name": "name", "kind": "kind", "registered": "registered_at"}
    DEFAULT_SORT = "name"

    q = WordsFilter(label="单位名称、统一社会信用代码", method="by_words")
    kind = django_filters.ChoiceFilter(
        label="单位类别", choices=Organisation.Kind.choices, empty_label="全部"
    )
    district = django_filters.ChoiceFilter(label="所在区", choices=District.choices, empty_label="全部")

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Organisations whose name or code holds the words."""
        return queryset.filter(holding("name", value) | holding("uscc", value))


class ProposalFilter(ListFilter):
    """Proposals by their state."""

    SORTS = {"proposed": "proposed_at"}
    DEFAULT_SORT = "-proposed"

    state = django_filters.ChoiceFilter(label="状态", choices=ProposalState.choices, empty_label="全部")
