"""Filters of lists of applications."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from face.lists import holding


def by_words(queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Received applications whose number, name or organisation holds the words.

    The organisations are a query of their own: there are fewer of them than applications.
    """
    return queryset.filter(
        holding("number", value)
        | holding("entry__name", value)
        | holding("entry__organisation_name", value)
        | _of(value)
    )


def _of(words: str) -> Q:
    """Applications of organisations whose name holds the words."""
    return Q(organisation__in=Organisation.objects.filter(holding("name", words)).values("pk"))


def recommenders() -> list[tuple[int, str]]:
    """Whom applications may come from (programme §1 推荐单位), as choices."""
    organisations = Organisation.objects.filter(kind__in=Organisation.RECOMMENDERS).order_by("kind", "pk")
    return list(organisations.values_list("pk", "name"))
