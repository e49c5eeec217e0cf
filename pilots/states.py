"""States of a pilot."""

from django.db import models


class PilotState(models.TextChoices):
    """The life of a pilot: plan, carrying out, title (programme §3 Life of a pilot)."""

    PLANNING = "planning", "待提交方案"
    PLAN_SUBMITTED = "plan_submitted", "方案审核中"
    IMPLEMENTING = "implementing", "实施中"
    TITLED = "titled", "已授予称号"
