"""An application: its draft, its immutable revisions, opinions, paper and packet."""

import hashlib
import json
from datetime import UTC

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.districts import District
from accounts.models import Organisation, User
from accounts.rules import is_applicant, is_city_staff, is_recommender, organisation_ids
from applications.states import NOT_RECEIVED, RECEIVED, Route, State
from files.models import StoredFile
from journal.work import Work
from pilots.models import Cycle, LibraryEntry
from pilots.programme import Field, PilotType, Sheet
from sheets.definitions import definition


class ApplicationQuerySet(models.QuerySet):
    """Which applications are meant. Lists, pages and files all fetch through ``visible_to``."""

    def visible_to(self, user):
        """What a person may open: own organisation's; sent to the own recommender; for the city, what it received.

        Reviewers fetch through their assignments (``reviews``).
        """
        if is_city_staff(user):
            return self.received()
        if is_applicant(user):
            return self.filter(organisation_id__in=organisation_ids(user))
        if is_recommender(user):
            return self.sent_to(organisation_ids(user))
        return self.none()

    def sent_to(self, recommender_ids: list[int]):
        """What was submitted to these recommenders, or was acted on by them (REC-2).

        A returned draft that its applicant points at another recommender is not there before it is submitted.
        """
        acted = Q(current_revision__opinion__recommender_id__in=recommender_ids)
        with_them = Q(recommender_id__in=recommender_ids)
        unsent = (State.DRAFT, State.RETURNED, State.DECLINED)
        return (
            self.exclude(current_revision=None)
            .exclude(state=State.DRAFT)
            .filter(acted | (with_them & ~Q(state__in=unsent)))
        )

    def drafts_of(self, user):
        """Applications whose draft a person may open: the own organisation's, nobody else's."""
        return self.filter(organisation_id__in=organisation_ids(user)) if is_applicant(user) else self.none()

    def received(self):
        """What the city has received, whatever became of it (REV-5)."""
        return self.filter(received_at__isnull=False)

    def not_received(self):
        """Drafts and what waits at, or came back from, a recommender (CUT-4)."""
        return self.filter(state__in=NOT_RECEIVED)

    def with_paper_copies(self):
        """Add ``copies``: paper copies received of the current revision (MAT-W)."""
        return self.annotate(copies=Coalesce(Sum("current_revision__paper_receipts__copies"), 0))

    def in_district_elsewhere(self, bureau: Organisation):
        """Received applications that lie in a bureau's district but did not go through it (titles only)."""
        return self.received().filter(district=bureau.district).exclude(recommender=bureau)


class Application(models.Model):
    """One application of an organisation, from the first draft to the decision."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="applications", verbose_name="申报单位"
    )
    sheet = models.CharField("申报表", max_length=12, choices=Sheet)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications", verbose_name="年度")
    state = models.CharField("状态", max_length=16, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField("状态起始时间")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="创建人")

    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原申报"
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
    saved_at = models.DateTimeField("草稿保存时间")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="草稿保存人")

    current_revision = models.ForeignKey(
        "Revision", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="当前版本"
    )
    number = models.CharField("编号", max_length=20, unique=True, null=True, blank=True)
    received_at = models.DateTimeField("接收时间", null=True, blank=True)
    entry = models.OneToOneField(
        LibraryEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="application",
        verbose_name="项目库条目",
    )
    correction_due = models.DateTimeField("补正截止时刻（不含）", null=True, blank=True)
    closing_remarks = models.TextField("结果说明", blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cycle", "state"], name="application_cycle_state")]
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
                name="zones_are_recommended",
                condition=~Q(sheet__in=[Sheet.PARK, Sheet.COMMUNITY]) | ~Q(route=Route.DIRECT),
                violation_error_message="气候友好型区域试点必须由推荐单位组织推荐（REC-1）。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the application, the same for everyone who may see it."""
        return reverse("application_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        """How the application is called before it has a number."""
        return f"申报{self.pk:06d}"

    @property
    def pilot_type(self) -> PilotType:
        """The type of pilot applied for."""
        return Sheet(self.sheet).pilot_type

    @property
    def title(self) -> str:
        """What the application is called in lists: the project, else the applicant's own name on the form."""
        answers = self.answers
        name = answers.get("project_name") or answers.get("applicant_name")
        return name if isinstance(name, str) and name else f"未命名的{self.get_sheet_display()}申报"

    @property
    def form(self):
        """The official form as ``sheets`` describes it for the application's year."""
        return definition(self.cycle.year).sheets[self.sheet]

    @property
    def definition_checksum(self) -> str:
        """Checksum of the definition that the form comes from."""
        return definition(self.cycle.year).checksum


class AttachmentQuerySet(models.QuerySet):
    """Files of drafts."""

    def visible_to(self, user):
        """Only the applicant's own people see the draft and its files."""
        return self.filter(application__in=Application.objects.drafts_of(user))


class Attachment(models.Model):
    """A file of the draft, under its line of the material list (MAT-*)."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="attachments", verbose_name="申报"
    )
    material = models.CharField("材料", max_length=12)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=150)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class RevisionQuerySet(models.QuerySet):
    """What was submitted."""

    def visible_to(self, user):
        """The revisions of every application that a person may open."""
        return self.filter(application__in=Application.objects.visible_to(user))


class Revision(models.Model):
    """What was submitted, unchangeable: answers, files by checksum, and one SHA-256 over all."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="revisions", verbose_name="申报"
    )
    number = models.PositiveSmallIntegerField("版本")
    answers = models.JSONField("填报内容")
    attachments = models.JSONField("附件清单")
    confirmed_conditions = models.JSONField("已确认的申报条件")
    norm_reasons = models.JSONField("原则性要求之外的理由")
    definition_checksum = models.CharField("表样校验值", max_length=64)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")
    sha256 = models.CharField("校验值", max_length=64)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提交版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.application} 第 {self.number} 版"

    def computed_sha256(self) -> str:
        """SHA-256 over everything that was submitted, in canonical JSON."""
        body = {
            "application": self.application_id,
            "number": self.number,
            "sheet": self.application.sheet,
            "answers": self.answers,
            "attachments": self.attachments,
            "confirmed_conditions": self.confirmed_conditions,
            "norm_reasons": self.norm_reasons,
            "definition": self.definition_checksum,
            "submitted_at": self.submitted_at.astimezone(UTC).isoformat(),
        }
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Opinion(models.Model):
    """What a recommender did with a revision: forwarded, returned or declined it (REC-2)."""

    class Outcome(models.TextChoices):
        FORWARDED = "forwarded", "同意推荐"
        RETURNED = "returned", "退回修改"
        DECLINED = "declined", "不予推荐"

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="opinion", verbose_name="提交版本")
    recommender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="opinions", verbose_name="推荐单位"
    )
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    answers = models.JSONField("推荐单位意见", default=dict)
    dated = models.DateField("意见日期")
    reasons = models.TextField("理由", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "推荐意见"
        constraints = [
            models.CheckConstraint(
                name="opinion_has_its_words",
                condition=Q(outcome="forwarded") | ~Q(reasons=""),
                violation_error_message="退回或不予推荐必须说明理由。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommender} {self.get_outcome_display()}"


class PaperReceipt(models.Model):
    """Paper copies that the centre received, matched to a revision by the code on each page (MAT-W)."""

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="paper_receipts", verbose_name="提交版本"
    )
    copies = models.PositiveSmallIntegerField("份数")
    received_on = models.DateField("收到日期")
    note = models.CharField("备注", max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="接收人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "纸质材料接收"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_has_copies", condition=Q(copies__gte=1), violation_error_message="份数至少为 1。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.copies} 份"


class Packet(Work):
    """The rendered form and submission packet of a revision: work for Celery, and its result.

    ``input_sha256`` is over everything that is rendered; when it changes (a number, an opinion) the packet is
    due again.
    """

    task_name = "applications.tasks.build_packet"
    failure = "生成失败"

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="packet", verbose_name="提交版本")
    input_sha256 = models.CharField("输入校验值", max_length=64)
    step = models.CharField("进度", max_length=60, blank=True)
    word = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    merged = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    archive = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    left_out = models.JSONField("未能合并的附件", default=list)
    built_at = models.DateTimeField("生成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申报材料包"
        constraints = [
            models.CheckConstraint(
                name="done_packet_has_files",
                condition=~Q(state="done")
                | Q(
                    word__isnull=False,
                    pdf__isnull=False,
                    merged__isnull=False,
                    archive__isnull=False,
                    built_at__isnull=False,
                ),
                violation_error_message="已完成的材料包必须有全部文件。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision} 材料包"
