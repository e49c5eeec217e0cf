"""Panels, and the sheets of their reviewers (REV-2, REV-3)."""

from collections.abc import Iterable
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import OwnMatter, may
from applications.models import Application
from applications.states import State
from face.look import Look
from programme.models import Cycle
from programme.notice import Field, PilotType
from reviews.states import SCORE_SHEET_LOOKS, Conflict, ScoreSheetState, Viewer


class Panel(OwnMatter, models.Model):
    """A review panel: per cycle, type and field (REV-2)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="panels", verbose_name="年度")
    pilot_type = models.CharField("试点类型", max_length=12, choices=PilotType)
    field = models.CharField("领域", max_length=20, choices=Field, blank=True)
    name = models.CharField("评审组名称", max_length=60)
    reviewers = models.ManyToManyField(User, related_name="panels", verbose_name="评审专家")
    due = models.DateField("评分截止日期", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="组建人")
    created_at = models.DateTimeField("组建时间")

    class Meta:
        verbose_name = verbose_name_plural = "评审组"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "name"],
                name="one_panel_per_name",
                violation_error_message="该年度已有同名的评审组，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle.year} {self.name}"

    def party_ids(self) -> set[int]:
        """Who applied with what is or was before the panel (REV-2)."""
        return self._applicants

    @cached_property
    def _applicants(self) -> set[int]:
        return set(self.score_sheets.order_by().values_list("application__organisation_id", flat=True))


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats of panels."""

    def numbers(self, panels: Iterable[int]) -> dict[tuple[int, int], int]:
        """(panel id, reviewer id) → number of the reviewer in the panel, whatever part of it a table shows."""
        rows = self.filter(panel__in=panels).values_list("panel_id", "reviewer_id", "number")
        return {(panel, reviewer): number for panel, reviewer, number in rows}


class Seat(models.Model):
    """The place of a reviewer in a panel: the number by which tables call the person, kept for good.

    Numbers are given in the order of joining; those who join together are numbered in a secret order. Who leaves keeps
    the number, so that nobody else's changes.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="seats", verbose_name="评审组")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="seats", verbose_name="评审专家")
    number = models.PositiveSmallIntegerField("代号")
    joined_at = models.DateTimeField("加入时间")
    left_at = models.DateTimeField("退出时间", null=True, blank=True)
    left_reason = models.CharField("退出原因", max_length=300, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审组席位"
        ordering = ["panel", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "reviewer"],
                name="one_seat_per_reviewer",
                violation_error_message="该专家已在评审组中，请勿重复加入。",
            ),
            models.UniqueConstraint(
                fields=["panel", "number"],
                name="one_seat_per_number",
                violation_error_message="评审组中已有这个代号，请换一个代号。",
            ),
            models.CheckConstraint(
                name="seat_left_with_reason",
                condition=Q(left_at=None, left_reason="") | (Q(left_at__isnull=False) & ~Q(left_reason="")),
                violation_error_message="退出评审组必须说明原因。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel} {self.code}"

    @property
    def code(self) -> str:
        """How the reviewer is called where names do not belong."""
        return f"专家{self.number}"


class PanelChangeQuerySet(models.QuerySet["PanelChange"]):
    """Which changes are meant."""

    def visible_to(self, user):
        """Who forms panels sees all; nobody else any."""
        return self if may(user, Capability.FORM_PANELS) else self.none()

    def waiting(self):
        """Those that wait for a second person."""
        return self.filter(state=PanelChange.State.WAITING)


class PanelChange(OwnMatter, models.Model):
    """What one person proposes to change in a panel, and another confirms or returns (REV-2).

    Hand-picked and added members; members who leave after they submitted; sheets that counted and are excluded.
    """

    class Kind(models.TextChoices):
        ADD = "add", "增补评审专家"
        TAKE_OUT = "take_out", "调整出评审组"
        EXCLUDE = "exclude", "认定不参加评审"

    class State(models.TextChoices):
        WAITING = "waiting", "待另一人确认"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "未同意"
        TAKEN_BACK = "taken_back", "已撤回"

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="changes", verbose_name="评审组")
    kind = models.CharField("事项", max_length=10, choices=Kind)
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="评审专家")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="panel_changes", verbose_name="申报"
    )
    reason = models.CharField("理由", max_length=300)
    state = models.CharField("进度", max_length=10, choices=State, default=State.WAITING)
    state_since = models.DateTimeField("进度起始时间")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提议人")
    proposed_at = models.DateTimeField("提议时间")
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    remark = models.CharField("不同意的意见", max_length=300, blank=True)

    objects = PanelChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审组变动"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="panel_change_takes_two",
                condition=Q(state="waiting", settled_by=None)
                | Q(state="taken_back", settled_by=F("proposed_by"))
                | (
                    Q(state__in=["confirmed", "returned"], settled_by__isnull=False)
                    & ~Q(settled_by=F("proposed_by"))
                ),
                violation_error_message="评审组变动由一人提议、另一人确认，提议人不能确认自己的提议。",
            ),
            models.CheckConstraint(
                name="panel_change_says_why",
                condition=~Q(reason="") & (~Q(state="returned") | ~Q(remark="")),
                violation_error_message="评审组变动必须写明理由，不同意的必须写明意见。",
            ),
            models.CheckConstraint(
                name="panel_change_names_its_application",
                condition=Q(kind="exclude", application__isnull=False)
                | (~Q(kind="exclude") & Q(application=None)),
                violation_error_message="只有认定不参加评审须指明申报。",
            ),
            models.UniqueConstraint(
                fields=["panel", "kind", "reviewer"],
                condition=Q(state="waiting", application=None),
                name="one_panel_change_waits",
                violation_error_message="这项变动已有人提议，正待另一人确认。",
            ),
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                condition=Q(state="waiting", application__isnull=False),
                name="one_exclusion_waits",
                violation_error_message="这项认定已有人提议，正待另一人确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.reviewer}"

    def party_ids(self) -> set[int]:
        """Who applied with what is before the panel, or is excluded from (REV-2)."""
        own = [self.application.organisation_id] if self.application else []
        return {*self.panel.party_ids(), *own}


class ScoreSheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Score sheets of reviewers; only a submitted one counts."""

    def visible_to(self, user):
        """The city sees all; a reviewer the own ones only."""
        if may(user, Capability.FORM_PANELS, Capability.READ_REVIEW):
            return self
        return self.filter(reviewer=user) if may(user, Capability.REVIEW) else self.none()

    def valid(self):
        """Sheets that count: submitted, and not recused (REV-3)."""
        return self.filter(state=ScoreSheetState.SUBMITTED)

    def once_submitted(self):
        """Sheets that count, and those that counted before they were reopened: two persons take them away (REV-2)."""
        return self.filter(Q(state=ScoreSheetState.SUBMITTED) | Q(versions__isnull=False)).distinct()

    def open(self):
        """Sheets still to be declared or scored, of applications in review without a confirmed decision."""
        waiting = (ScoreSheetState.ASSIGNED, ScoreSheetState.SCORING)
        undecided = {"application__state": State.IN_REVIEW, "application__decision__confirmed_at": None}
        return self.filter(state__in=waiting, **undecided)


class ScoreSheet(OwnMatter, models.Model):
    """One reviewer's sheet on one application, with the declaration on conflicts."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="score_sheets", verbose_name="评审组")
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="score_sheets", verbose_name="申报"
    )
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="score_sheets", verbose_name="评审专家")
    draw = models.ForeignKey(
        "Draw", models.PROTECT, null=True, blank=True, related_name="score_sheets", verbose_name="抽取记录"
    )
    state = models.CharField("状态", max_length=10, choices=ScoreSheetState, default=ScoreSheetState.ASSIGNED)
    state_since = models.DateTimeField("状态起始时间")
    conflict = models.CharField("利益关系", max_length=12, choices=Conflict, blank=True)
    conflict_note = models.CharField("说明", max_length=300, blank=True)
    scores = models.JSONField("各项得分", default=dict, help_text="指标编号 → 得分")
    remarks = models.TextField("评审意见", blank=True)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审任务"
        ordering = ["application", "reviewer"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                name="one_sheet_per_reviewer",
                violation_error_message="该专家已有这项申报的评分表，请勿重复分配。",
            ),
            models.CheckConstraint(
                name="submitted_sheet_is_whole",
                condition=Q(state="submitted", total__isnull=False, submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(total=None, submitted_at=None)),
                violation_error_message="只有已提交的评分表才有总分和提交时间。",
            ),
            models.CheckConstraint(
                name="recused_iff_conflict",
                condition=(Q(state="recused") & ~Q(conflict="")) | (~Q(state="recused") & Q(conflict="")),
                violation_error_message="回避必须说明利益关系。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} · {self.application}"

    def party_ids(self) -> list[int]:
        """The applicant (REV-2)."""
        return [self.application.organisation_id]

    @property
    def city_look(self) -> Look:
        """How its state looks to the city."""
        return SCORE_SHEET_LOOKS.look(self.state, Viewer.CITY)
