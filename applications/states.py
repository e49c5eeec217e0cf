"""States of an application (programme §3 Life of an application)."""

from django.db import models


class State(models.TextChoices):
    """Where an application stands, in the words everyone sees."""

    DRAFT = "draft", "草稿"
    AT_RECOMMENDER = "at_recommender", "待推荐单位初审"
    RETURNED = "returned", "推荐单位退回修改"
    DECLINED = "declined", "推荐单位不予推荐"
    RECEIVED = "received", "已接收，待形式审查"
    CORRECTION = "correction", "待补正"
    ACCEPTED = "accepted", "通过形式审查"
    NOT_ELIGIBLE = "not_eligible", "不符合申报条件"
    IN_REVIEW = "in_review", "评审中"
    PROPOSED = "proposed", "拟入选，公示中"
    SELECTED = "selected", "入选试点"
    KEPT = "kept", "纳入项目库"
    WITHDRAWN = "withdrawn", "已撤回"


class Route(models.TextChoices):
    """How an application reaches the city (REC-1)."""

    DIRECT = "direct", "自主申报"
    RECOMMENDED = "recommended", "组织推荐"


class PaperStep(models.TextChoices):
    """What an applicant does to the paper form before it is scanned and delivered (MAT-W)."""

    PRINTED = "printed", "打印"
    SIGNED = "signed", "签字"
    STAMPED = "stamped", "盖章"


EDITABLE = (State.DRAFT, State.RETURNED, State.CORRECTION)
NOT_RECEIVED = (State.DRAFT, State.AT_RECOMMENDER, State.RETURNED, State.DECLINED)
RECEIVED = (
    State.RECEIVED,
    State.CORRECTION,
    State.ACCEPTED,
    State.NOT_ELIGIBLE,
    State.IN_REVIEW,
    State.PROPOSED,
    State.SELECTED,
    State.KEPT,
)
BEFORE_DECISION = (
    State.DRAFT,
    State.AT_RECOMMENDER,
    State.RETURNED,
    State.DECLINED,
    State.RECEIVED,
    State.CORRECTION,
    State.ACCEPTED,
    State.IN_REVIEW,
)
PAPER_WANTED = (State.RECEIVED, State.ACCEPTED, State.IN_REVIEW)  # a correction makes another version
