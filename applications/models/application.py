"""An application: its draft, and where it stands."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.capabilities import Capability
from accounts.districts import District
from accounts.models import Organisation, User
from accounts.rules import OwnMatter, may, organisation_ids
from applications.states import CLOSED, NOT_RECEIVED, RECEIVED, Route, State
from programme.models import Cycle, LibraryEntry
from programme.notice import FORMS, Field, FormOfProgramme, PilotType, Programme, Sheet, form_of, programme_of
from sheets.loading import definition

ONLY_RECOMMENDED = [sheet for sheet in FORMS if programme_of(sheet.pilot_type).must_be_recommended]  # REC-1
DRAFT_COLUMNS = (
    *("answers", "carbon", "edits", "norm_reasons", "confirmed_conditions"),
    *("screening_remarks", "screening_findings"),
)  # long; in no list


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Which applications are meant. Lists, pages and files all fetch through ``visible_to``."""

    def visible_to(self, user):
        """What a person may open: own organisation's; sent to the own recommender; for the city, what it received.

        Reviewers fetch through their score_sheets (``reviews``).
        """
        return self.read_wholly_by(user) | self.at_desk_of(user)

    def read_wholly_by(self, user):
        """Those of which a person may read every version: as a member of the applicant, or for the city."""
        return self.drafts_of(user) | self.of_city(user)

    def of_city(self, user):
        """What the pages of the city show: all that it received; nothing to who does not work for it."""
        return self.received() if may(user, Capability.READ_RECEIVED) else self.none()

    def at_desk_of(self, user):
        """What the pages of a recommender show: what was sent to the person's own."""
        return self.sent_to(organisation_ids(user)) if may(user, Capability.RECOMMEND) else self.none()

    def sent_to(self, recommender_ids: list[int]):
        """What was last submitted to these recommenders and not taken back since (REC-2).

        Whom the draft points at by now does not count before it is submitted.
        """
        revisions = self.model.current_revision.field.related_model.objects
        sent = revisions.filter(recommender_id__in=recommender_ids)
        # No join: it is judged before any other is made.
        return self.filter(current_revision__in=sent.values("pk")).exclude(state=State.DRAFT)

    def light(self):
        """Without what is long in a draft, for lists; of what was submitted they need none of it."""
        return self.defer(*DRAFT_COLUMNS)

    def drafts_of(self, user):
        """Applications whose draft a person may open: the own organisation's, nobody else's."""
        return (
            self.filter(organisation_id__in=organisation_ids(user))
            if may(user, Capability.APPLY)
            else self.none()
        )

    def received(self):
        """What the city has received, whatever became of it (REV-5)."""
        return self.filter(received_at__isnull=False)

    def not_received(self):
        """Drafts and what waits at, or came back from, a recommender (CUT-4)."""
        return self.filter(state__in=NOT_RECEIVED)

    def coming_again(self, entry_ids: list[int], year: int):
        """Those with which earlier projects come again: what goes on still, and what stood in ``year`` (ELI-R)."""
        takes_the_place = ~Q(state__in=CLOSED) | Q(cycle__year=year) & ~Q(state=State.WITHDRAWN)
        return self.filter(takes_the_place, previous_entry__in=entry_ids)

    def in_district_elsewhere(self, bureau: Organisation):
        """Received applications that lie in a bureau's district but did not go through it (titles only)."""
        there = self.received().filter(entry__district=bureau.district)
        return there.exclude(recommender=bureau).exclude(state=State.WITHDRAWN)


class Application(OwnMatter, models.Model):
    """One application of an organisation, from the first draft to the decision."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications", verbose_name="申报单位"
    )
    sheet = models.CharField("申报表", max_length=12, choices=Sheet)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications", verbose_name="年度")
    begun_for = models.PositiveSmallIntegerField("开始填写时的年度")
    begun_at = models.DateTimeField("开始填写时间")
    begun_with = models.CharField(
        "开始填写的一次性标记",
        max_length=120,
        unique=True,
        error_messages={"unique": "这份申报已经开始填写，请在「我的申报」中打开。"},
        null=True,
        blank=True,
    )  # the same press again leads here
    state = models.CharField("状态", max_length=16, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField("状态起始时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="创建人")

    previous_entry = models.ForeignKey(
        LibraryEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="again",
        verbose_name="再次申报的原项目",
    )
    field = models.CharField("领域", max_length=20, choices=Field, blank=True)
    district = models.CharField("所在区", max_length=20, choices=District, blank=True)
    route = models.CharField("申报途径", max_length=12, choices=Route, blank=True)
    recommender = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommended_applications",
        verbose_name="推荐单位",
    )
    answers = models.JSONField("草稿内容", default=dict)
    confirmed_conditions = models.JSONField("已确认的申报条件", default=list)
    norm_reasons = models.JSONField("原则性要求之外的理由", default=dict)
    carbon = models.JSONField("碳排放数据", default=dict, blank=True)
    saved_at = models.DateTimeField("草稿保存时间")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="草稿保存人")
    edits = models.JSONField("各处的最近改动", default=dict)  # key path → [id, name, instant]

    submitted_title = models.CharField("提交时的名称", max_length=200, blank=True)
    current_revision = models.ForeignKey(
        "Revision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当前版本"
    )
    number = models.CharField(
        "编号",
        max_length=20,
        unique=True,
        error_messages={"unique": "已有申报使用这个编号，请换一个编号。"},
        null=True,
        blank=True,
    )
    received_at = models.DateTimeField("接收时间", null=True, blank=True)
    entry = models.OneToOneField(
        LibraryEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="application",
        verbose_name="项目库条目",
        error_messages={"unique": "该项目库条目已属于另一项申报，请选择其他条目。"},
    )
    correction_due = models.DateTimeField("补正截止时刻（不含）", null=True, blank=True)
    correction_lapsed_at = models.DateTimeField(
        "补正逾期时间", null=True, blank=True
    )  # the deadline that was missed (CUT-5)
    quota_cycle = models.ForeignKey(
        Cycle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="占用园区名额的年度",
    )
    screening_remarks = models.TextField("形式审查意见", blank=True)
    screening_findings = models.JSONField(
        "形式审查逐项结果", default=dict, blank=True
    )  # as ``Screening.findings``
    closing_remarks = models.TextField("结果说明", blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["cycle", "state"], name="application_cycle_state"),
            models.Index("received_at", models.F("id").desc(), name="application_by_receipt"),
            models.Index("state_since", "id", name="application_by_since"),
        ]
        constraints = [
            models.CheckConstraint(
                name="received_iff_numbered",
                condition=Q(number=None, received_at=None, entry=None)
                | Q(number__isnull=False, received_at__isnull=False, entry__isnull=False),
                violation_error_message="编号、接收时间与项目库条目必须同时存在。",
            ),
            models.CheckConstraint(
                name="received_at_iff_received_state",
                condition=Q(state__in=NOT_RECEIVED, received_at=None)
                | Q(state__in=RECEIVED, received_at__isnull=False)
                | Q(state=State.WITHDRAWN),
                violation_error_message="只有已接收的申报才有接收时间。",
            ),
            models.CheckConstraint(
                name="named_iff_submitted",
                condition=Q(current_revision=None, submitted_title="")
                | (Q(current_revision__isnull=False) & ~Q(submitted_title="")),
                violation_error_message="提交过的申报必须记有提交时的名称。",
            ),
            models.CheckConstraint(
                name="zones_are_recommended",
                condition=~Q(sheet__in=ONLY_RECOMMENDED) | ~Q(route=Route.DIRECT),
                violation_error_message="气候友好型区域试点必须由推荐单位组织推荐（REC-1）。",
            ),
            models.CheckConstraint(
                name="lapsed_correction_has_no_deadline",
                condition=Q(correction_lapsed_at=None) | Q(state=State.CORRECTION, correction_due=None),
                violation_error_message="只有待补正的申报才会补正逾期，逾期后不再有期限。",
            ),
            models.UniqueConstraint(
                fields=["cycle", "previous_entry"],
                condition=~Q(state=State.WITHDRAWN),
                name="comes_again_once_a_cycle",
                violation_error_message="同一项目一个年度只能再次申报一次（ELI-R）。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the application, the same for everyone who may see it."""
        return reverse("application_detail", args=[self.pk])

    def party_ids(self) -> list[int]:
        """The applicant (REV-2)."""
        return [self.organisation_id]

    @property
    def reference(self) -> str:
        """How the application is called before it has a number."""
        return f"申报{self.pk:06d}"

    @property
    def pilot_type(self) -> PilotType:
        """The type of pilot applied for."""
        return Sheet(self.sheet).pilot_type

    @property
    def programme(self) -> Programme:
        """What the notice says about the type of pilot applied for."""
        return programme_of(self.pilot_type)

    @property
    def programme_form(self) -> FormOfProgramme:
        """What the notice says about the form used."""
        return form_of(self.sheet)

    @property
    def title(self) -> str:
        """What everybody calls the application: by its name when it was last submitted, before that as its draft."""
        return self.submitted_title or self.draft_title

    @property
    def draft_title(self) -> str:
        """What its applicant calls the draft: the project, else the applicant's own name on the form.

        A draft on a form with projects has no name before its project has one: the applicant's is on all its drafts.
        """
        return self.title_in(self.answers)

    def title_in(self, answers: dict) -> str:
        """The title that answers to the form give the application, as ``draft_title`` says."""
        name = answers.get("project_name") or (
            "" if self.programme_form.named_by_project else answers.get("applicant_name")
        )
        if isinstance(name, str) and name:
            return name
        return f"未命名的{self.get_sheet_display()}（{self.reference}）"

    @property
    def correction_deadline(self) -> datetime | None:
        """The exclusive deadline of the correction that is asked for, also once it has passed."""
        return self.correction_due or self.correction_lapsed_at

    @property
    def form(self):
        """The official form as ``sheets`` describes it for the application's year."""
        return definition(self.cycle.year).sheets[self.sheet]

    @property
    def definition_checksum(self) -> str:
        """Checksum of the definition that the form comes from."""
        return definition(self.cycle.year).checksum
