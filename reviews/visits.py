"""Site visits as lists and pages show them, and what ranking and decision show of them. No writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import django_filters
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.rules import is_city_staff
from applications.models import DRAFT_COLUMNS, Application
from journal import clock
from pilots.cutoff import BEIJING
from pilots.filters import ListFilter, WordsFilter, years
from pilots.programme import Sheet
from reviews.models import SiteVisit, VisitCase, VisitPhoto
from reviews.states import CaseState, VisitState
from reviews.visit_entries import said_no, unseen

CONCLUSION_FAMILIES = {
    VisitCase.Conclusion.CONSISTENT: "good",
    VisitCase.Conclusion.MOSTLY: "neutral",
    VisitCase.Conclusion.INCONSISTENT: "bad",
}
STANDINGS = [
    ("coming", "未到时间"),
    ("open", "待提交记录"),
    ("done", "记录已提交"),
    ("cancelled", "已取消"),
]


def _open_cases() -> Exists:
    return Exists(VisitCase.objects.filter(visit=OuterRef("pk"), state=CaseState.OPEN))


class VisitFilter(ListFilter):
    """Visits by year, form, standing, visitor and words."""

    SORTS = {"time": "starts_at", "place": "place"}
    DEFAULT_SORT = "-time"

    q = WordsFilter(label="编号、名称、地点", method="by_words")
    year = django_filters.ChoiceFilter(label="年度", choices=years, method="by_year", empty_label="全部")
    sheet = django_filters.ChoiceFilter(
        label="类型", choices=Sheet.choices, method="by_sheet", empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=STANDINGS, method="by_standing", empty_label="全部"
    )
    visitor = django_filters.ModelChoiceFilter(
        label="参加人员", queryset=User.objects.none(), field_name="visitors", empty_label="全部"
    )

    class Meta:
        model = SiteVisit
        fields: list[str] = []

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        if is_city_staff(user):
            self.filters["visitor"].field.queryset = User.objects.filter(site_visits__isnull=False).distinct()
        else:
            del self.filters["visitor"]

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits whose place or one of whose applications holds the words."""
        cases = VisitCase.objects.filter(visit=OuterRef("pk")).filter(
            Q(application__number__icontains=value) | Q(application__entry__name__icontains=value)
        )
        return queryset.filter(Q(place__icontains=value) | Exists(cases))

    def by_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits to an application of the year."""
        return self._with(queryset, application__cycle__year=value)

    def by_sheet(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits to an application on the form."""
        return self._with(queryset, application__sheet=value)

    def _with(self, queryset: QuerySet, **wanted) -> QuerySet:
        return queryset.filter(Exists(VisitCase.objects.filter(visit=OuterRef("pk"), **wanted)))

    def by_standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Visits that stand so."""
        if value == "cancelled":
            return queryset.filter(state=VisitState.CANCELLED)
        planned = queryset.filter(state=VisitState.PLANNED)
        if value == "done":
            return planned.exclude(_open_cases())
        waiting = planned.filter(_open_cases())
        now = clock.now()
        return waiting.filter(starts_at__gt=now) if value == "coming" else waiting.filter(starts_at__lte=now)


def listed(queryset: QuerySet) -> QuerySet:
    """Visits with all that a list shows."""
    unseen = ("checklist", *(f"application__{name}" for name in DRAFT_COLUMNS))
    cases = VisitCase.objects.select_related("application__entry").defer(*unseen)
    return queryset.prefetch_related(Prefetch("cases", cases), "visitors")


def mine_today(user: User, now: datetime) -> QuerySet:
    """Visits of this day in Beijing that the person goes to, in their order."""
    start = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    own = SiteVisit.objects.visible_to(user).filter(visitors=user, state=VisitState.PLANNED)
    return listed(own.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))).order_by(
        "starts_at"
    )


def standing(visit: SiteVisit, now: datetime) -> tuple[str, str]:
    """(words, family of the state tag) of a visit with its cases."""
    words = dict(STANDINGS)
    if visit.state == VisitState.CANCELLED:
        return words["cancelled"], "neutral"
    if all(case.state == CaseState.HANDED_IN for case in visit.cases.all()):
        return words["done"], "good"
    return (words["coming"], "waiting") if visit.starts_at > now else (words["open"], "action")


@dataclass(frozen=True)
class VisitResult:
    """What a visit found of an application, in short: ``templates/reviews/visit_summary.html``."""

    url: str
    at: datetime
    conclusion: str
    family: str
    said_no: list[str]
    unseen: int
    photos: int
    findings: str

    @property
    def counts(self) -> str:
        """How many items were denied or not seen, and how many photos there are; "" when there is nothing to count."""
        found = (
            (len(self.said_no), "{} 项为否"),
            (self.unseen, "{} 项未看到"),
            (self.photos, "照片 {} 张"),
        )
        return "，".join(words.format(number) for number, words in found if number)


def visits_of(applications: Iterable[Application], user: User | None = None) -> dict[int, list[VisitResult]]:
    """Application id → results of its visits, newest first, in one query; only what is handed in counts (REV-1).

    Args:
        user: whose view it is; a reviewer has those of visits the own person was at (REV-2). None for pages that are
            the city's anyway.
    """
    seen = VisitCase.objects.visible_to(user) if user else VisitCase.objects.all()
    cases = seen.counted().filter(application__in=[each.pk for each in applications])
    cases = (
        cases.select_related("visit")
        .annotate(photo_count=Count("photos"))
        .order_by("-visit__starts_at", "-pk")
    )
    found: dict[int, list[VisitResult]] = {}
    for case in cases:
        found.setdefault(case.application_id, []).append(_result(case))
    return found


def _result(case: VisitCase) -> VisitResult:
    conclusion = VisitCase.Conclusion(case.conclusion)
    return VisitResult(
        url=reverse("visit_case", args=[case.pk]),
        at=case.visit.starts_at,
        conclusion=str(conclusion.label),
        family=CONCLUSION_FAMILIES[conclusion],
        said_no=[item["text"] for item in said_no(case)],
        unseen=len(list(unseen(case))),
        photos=case.photo_count,
        findings=case.findings,
    )


def photo_rows(case: VisitCase) -> list[dict]:
    """The photos of a record as its page shows them."""
    photos: Iterable[VisitPhoto] = case.photos.all()
    return [
        {"photo": photo, "url": url, "small": f"{url}?small", "alt": photo.caption or f"现场照片 {number}"}
        for number, photo in enumerate(photos, 1)
        for url in [reverse("visit_photo", args=[photo.pk])]
    ]
