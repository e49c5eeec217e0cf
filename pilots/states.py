"""States of a pilot, and of everything that is written or decided in its life."""

from enum import StrEnum

from django.db import models

from face.look import Looks


class PilotState(models.TextChoices):
    """Where a pilot stands; ``workflow`` says which of these each of the three lives knows (programme §3)."""

    PLANNING = "planning", "待提交方案"
    PLAN_SUBMITTED = "plan_submitted", "方案审核中"
    IMPLEMENTING = "implementing", "实施中"
    TRIAL = "trial", "试运行"
    SELF_EVALUATED = "self_evaluated", "审核评估中"
    REPAIR = "repair", "限期整改"
    REPAIRED = "repaired", "整改核查中"
    FAILED = "failed", "整改未达标"
    EXCELLENT = "excellent", "评估优秀，待授予称号"
    TITLED = "titled", "已授予称号"
    COMPLETED = "completed", "已完成，未授予称号"
    WITHDRAWN = "withdrawn", "已取消试点资格"


ENDED = (PilotState.COMPLETED, PilotState.WITHDRAWN)
MAY_CARRY_TITLE = (PilotState.TITLED, PilotState.REPAIR, PilotState.REPAIRED, PilotState.FAILED)


class Viewer(StrEnum):
    """Who looks at the state of a pilot: whose turn it is differs."""

    ORGANISATION = "organisation"
    CITY = "city"


PILOT_LOOKS = Looks(
    PilotState,
    {
        PilotState.PLANNING: ("action", "waiting"),
        PilotState.PLAN_SUBMITTED: ("waiting", "action"),
        PilotState.IMPLEMENTING: ("good", "good"),
        PilotState.TRIAL: ("good", "good"),
        PilotState.SELF_EVALUATED: ("waiting", "action"),
        PilotState.REPAIR: ("action", "waiting"),
        PilotState.REPAIRED: ("waiting", "action"),
        PilotState.FAILED: ("bad", "action"),
        PilotState.EXCELLENT: ("waiting", "action"),
        PilotState.TITLED: ("good", "good"),
        PilotState.COMPLETED: ("neutral", "neutral"),
        PilotState.WITHDRAWN: ("bad", "bad"),
    },
    Viewer,
)


class SubmissionKind(models.TextChoices):
    """What the organisation of a pilot hands in; a type may call it otherwise (``rules.kind_name``)."""

    PLAN = "plan", "方案"
    PROGRESS = "progress", "进展报告"
    CHANGE = "change", "调整申请"
    SELF_EVALUATION = "self_evaluation", "自评报告"
    REPAIR = "repair", "整改报告"


class SubmissionState(models.TextChoices):
    """Where something that is handed in stands."""

    OPEN = "open", "填写中"
    HANDED_IN = "handed_in", "已提交，待审核"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已通过"
    REFUSED = "refused", "未予同意"
    CLOSED = "closed", "已终止"


WRITABLE = (SubmissionState.OPEN, SubmissionState.RETURNED)
UNFINISHED = (*WRITABLE, SubmissionState.HANDED_IN)

SUBMISSION_LOOKS = Looks(
    SubmissionState,
    {
        SubmissionState.OPEN: ("action", "waiting"),
        SubmissionState.HANDED_IN: ("waiting", "action"),
        SubmissionState.RETURNED: ("action", "waiting"),
        SubmissionState.ACCEPTED: ("good", "good"),
        SubmissionState.REFUSED: ("bad", "neutral"),
        SubmissionState.CLOSED: ("neutral", "neutral"),
    },
    Viewer,
)


class Outcome(models.TextChoices):
    """What the city said to one version of what was handed in, or that the pilot ended before it said anything."""

    WAITING = "waiting", "审核中"
    APPROVED = "approved", "已同意"
    RETURNED = "returned", "退回修改"
    REFUSED = "refused", "未予同意"
    CLOSED = "closed", "未审核，已终止"


OUTCOME_LOOKS = Looks(
    Outcome,
    {
        Outcome.WAITING: "waiting",
        Outcome.APPROVED: "good",
        Outcome.RETURNED: "action",
        Outcome.REFUSED: "bad",
        Outcome.CLOSED: "neutral",
    },
)


class EvaluationKind(models.TextChoices):
    """Which look of the city at a pilot: before the title, on schedule, or after a repair (A1 §三.3, A3 §三.四)."""

    AUDIT = "audit", "审核评估"
    TRACKING = "tracking", "跟踪评估"
    RECHECK = "recheck", "整改核查"


class EvaluationState(models.TextChoices):
    """Where an evaluation stands: one person proposes its outcome, another confirms it."""

    OPEN = "open", "评估中"
    PROPOSED = "proposed", "已提出结论，待确认"
    CONFIRMED = "confirmed", "已确认"
    CANCELLED = "cancelled", "已取消"


EVALUATION_LOOKS = Looks(
    EvaluationState,
    {
        EvaluationState.OPEN: "action",
        EvaluationState.PROPOSED: "waiting",
        EvaluationState.CONFIRMED: "good",
        EvaluationState.CANCELLED: "neutral",
    },
)


class EvaluationOutcome(models.TextChoices):
    """What an evaluation comes to (programme §3, Life of a pilot)."""

    EXCELLENT = "excellent", "优秀"
    GOOD_ENOUGH = "good_enough", "达到建设要求，不授予称号"
    KEEPS = "keeps", "保持，继续实施"
    REPAIR = "repair", "未达到要求，限期整改"
    FAILED = "failed", "整改后仍未达到要求"


EVALUATION_OUTCOME_LOOKS = Looks(
    EvaluationOutcome,
    {
        EvaluationOutcome.EXCELLENT: "good",
        EvaluationOutcome.GOOD_ENOUGH: "neutral",
        EvaluationOutcome.KEEPS: "good",
        EvaluationOutcome.REPAIR: "action",
        EvaluationOutcome.FAILED: "bad",
    },
)


class WithdrawalGround(models.TextChoices):
    """Why pilot status or title may be withdrawn; the text of the notice says it in full (A1 §三.3, A3 §三.四)."""

    REPAIR_FAILED = "repair_failed", "整改期满未达到要求"
    OVERDUE = "overdue", "逾期未提交"
    UNTRUE = "untrue", "申报材料不实"
    UNLAWFUL = "unlawful", "违法违规"
    REQUESTED = "requested", "主体申请退出"
    OTHER = "other", "其他"


class WithdrawalState(models.TextChoices):
    """How far a withdrawal of pilot status or title has come (AWD-1)."""

    INTENDED = "intended", "已告知，听取陈述"
    PROPOSED = "proposed", "已提出决定，待确认"
    WITHDRAWN = "withdrawn", "已取消"
    DROPPED = "dropped", "不予取消"


WITHDRAWAL_LOOKS = Looks(
    WithdrawalState,
    {
        WithdrawalState.INTENDED: ("action", "waiting"),
        WithdrawalState.PROPOSED: ("waiting", "action"),
        WithdrawalState.WITHDRAWN: ("bad", "bad"),
        WithdrawalState.DROPPED: ("neutral", "neutral"),
    },
    Viewer,
)


class TitleState(models.TextChoices):
    """Whether the title that one person proposed was granted by another (AWD-1)."""

    PROPOSED = "proposed", "已提出，待确认"
    GRANTED = "granted", "已授予"
    RETURNED = "returned", "已退回"


class TakingOnState(models.TextChoices):
    """Whether the pilot was taken on."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已纳入"
    RETURNED = "returned", "已退回"


class TargetKind(models.TextChoices):
    """What a target counts; ``models.target.MEASURES`` holds its usual unit and how it adds up over time."""

    REDUCTION = "reduction", "年减排量"
    ENERGY = "energy", "年节能量"
    RENEWABLE = "renewable", "可再生能源年利用量"
    EMISSIONS = "emissions", "年碳排放总量"
    INTENSITY = "intensity", "碳排放强度"
    INVESTMENT = "investment", "投资"
    AREA = "area", "面积"
    PEOPLE = "people", "覆盖人数"
    OTHER = "other", "其他指标"
    MILESTONE = "milestone", "里程碑"
