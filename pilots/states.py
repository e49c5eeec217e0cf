"""States of a pilot."""

from enum import StrEnum

from django.db import models

from face.look import Looks


class PilotState(models.TextChoices):
    """The life of a pilot: plan, carrying out, title (programme §3 Life of a pilot)."""

    PLANNING = "planning", "待提交方案"
    PLAN_SUBMITTED = "plan_submitted", "方案审核中"
    IMPLEMENTING = "implementing", "实施中"
    TITLED = "titled", "已授予称号"


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
        PilotState.TITLED: ("good", "good"),
    },
    Viewer,
)


class PlanOutcome(models.TextChoices):
    """What the city said to a version of the plan."""

    WAITING = "waiting", "审核中"
    APPROVED = "approved", "已同意"
    RETURNED = "returned", "退回修改"


PLAN_LOOKS = Looks(
    PlanOutcome,
    {PlanOutcome.WAITING: "waiting", PlanOutcome.APPROVED: "good", PlanOutcome.RETURNED: "action"},
)
