"""Work plans as lists and pages show them (REV-4). No writing."""

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.rules import organisation_ids
from applications.lists import by_words
from applications.models import Application
from applications.states import State
from face.lists import ListFilter, WordsFilter
from files.responses import INLINE_TYPES
from journal import clock
from programme.notice import PROGRAMMES
from programme.years import years
from reviews.models import WorkPlan, WorkPlanVersion
from reviews.states import WorkPlanState

ZONES = [
    sheet
    for programme in PROGRAMMES.values()
    if programme.plans_before_decision
    for sheet in programme.sheets
]  # what writes a work plan in the review (REV-4)
NOT_ASKED, LATE = "none", "late"


class WorkPlanFilter(ListFilter):
    """Zones of the review by year, form, what their plan is at, and words."""

    SORTS = {"number": "number", "name": "entry__name", "due": "work_plan__due"}
    DEFAULT_SORT = "number"

    q = WordsFilter(label="编号、名称、单位", method=by_words)
    year = django_filters.ChoiceFilter(
        label="年度", field_name="cycle__year", choices=years, empty_label="全部"
    )
    sheet = django_filters.ChoiceFilter(
        label="类型", choices=[(sheet.value, sheet.label) for sheet in ZONES], empty_label="全部"
    )
    state = django_filters.ChoiceFilter(
        label="方案",
        choices=[(NOT_ASKED, "未进入最终评审"), *WorkPlanState.choices, (LATE, "逾期未提交")],
        method="by_state",
        empty_label="全部",
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Zones whose plan stands so."""
        if value == NOT_ASKED:
            return queryset.filter(work_plan=None)
        if value == LATE:
            open_states = (WorkPlanState.ASKED, WorkPlanState.RETURNED)
            return queryset.filter(work_plan__state__in=open_states, work_plan__due__lte=clock.now())
        return queryset.filter(work_plan__state=value)


def zones_reviewed(user) -> QuerySet:
    """Zones in review, and those that were asked for a plan before, as the pages of the city show them."""
    found = Application.objects.of_city(user).filter(sheet__in=ZONES)
    return found.filter(Q(state=State.IN_REVIEW) | Q(work_plan__isnull=False))


def markable(user) -> QuerySet:
    """Zones in review that no plan is asked of yet, without own matters."""
    waiting = zones_reviewed(user).filter(work_plan=None).exclude(organisation__in=organisation_ids(user))
    return waiting.select_related("entry").order_by("number")


def file_of(version: WorkPlanVersion) -> dict:
    """The file of a version as ``file_list`` shows it."""
    url = reverse("work_plan_file", args=[version.pk])
    return {
        "name": version.file_name,
        "size": version.file.size,
        "sha256": version.file_id,
        "url": url,
        "preview_url": f"{url}?show" if version.file.mime in INLINE_TYPES else "",
    }


def plan_for_reviewer(application: Application, user) -> dict | None:
    """The plan that stands beside the form of an application; None when this person does not see one (REV-2, REV-4)."""
    plan = WorkPlan.objects.visible_to(user).filter(application=application).first()
    last = plan and plan.versions.select_related("file").last()
    return {"plan": plan, "files": [file_of(last)], "note": last.note} if last else None
