"""Site visits as lists and pages show them, and what ranking and decision show of them. No writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse

from accounts.models import User
from applications.models import DRAFT_COLUMNS, Application
from journal.clock import BEIJING
from reviews.models import SiteVisit, VisitCase, VisitPhoto
from reviews.states import CONCLUSION_LOOKS, CaseState, VisitState, VisitStatus
from reviews.visits.recording.entries import said_no, unseen


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


def visit_status(visit: SiteVisit, now: datetime) -> VisitStatus:
    """Where a visit stands with its cases."""
    if visit.state == VisitState.CANCELLED:
        return VisitStatus.CANCELLED
    if all(case.state == CaseState.HANDED_IN for case in visit.cases.all()):
        return VisitStatus.DONE
    return VisitStatus.COMING if visit.starts_at > now else VisitStatus.OPEN


@dataclass(frozen=True)
class VisitResult:
    """What a visit found of an application, in short: ``templates/reviews/visits/summary.html``."""

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
    cases = seen.counted().filter(application__in=[application.pk for application in applications])
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
    return VisitResult(
        url=reverse("visit_case", args=[case.pk]),
        at=case.visit.starts_at,
        conclusion=case.get_conclusion_display(),
        family=CONCLUSION_LOOKS.look(case.conclusion).family,
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
