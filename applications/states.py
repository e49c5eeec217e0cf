"""States of an application (programme §3 Life of an application)."""

from enum import StrEnum

from django.db import models

from face.look import Looks


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


class Viewer(StrEnum):
    """Who looks at the state of an application: it looks different to who must act."""

    ACTING = "acting"  # whose turn it is, on the page of the application
    FOLLOWING = "following"  # everybody else there
    RECOMMENDER = "recommender"  # in its list of all that was ever sent to it: a draft is not
    SCREENING = "screening"  # city staff, in the lists and sheets of screening
    RANKING = "ranking"  # city staff, in the ranking


APPLICATION_LOOKS = Looks(
    State,
    {
        State.DRAFT: ("action", "waiting", None, None, None),
        State.AT_RECOMMENDER: ("action", "waiting", "action", None, None),
        State.RETURNED: ("action", "waiting", "waiting", None, None),
        State.DECLINED: ("action", "waiting", "bad", None, None),
        State.RECEIVED: ("action", "waiting", "waiting", "action", None),
        State.CORRECTION: ("action", "waiting", "waiting", "waiting", None),
        State.ACCEPTED: ("action", "waiting", "waiting", "action", None),
        State.NOT_ELIGIBLE: ("bad", "bad", "bad", "bad", None),
        State.IN_REVIEW: ("action", "waiting", "waiting", "waiting", "waiting"),
        State.PROPOSED: ("action", "waiting", "waiting", "waiting", "waiting"),
        State.SELECTED: ("good", "good", "good", "good", "good"),
        State.KEPT: ("good", "good", "good", "good", "neutral"),
        State.WITHDRAWN: ("neutral", "neutral", "neutral", "neutral", None),
    },
    Viewer,
)


class OpinionOutcome(models.TextChoices):
    """What a recommender did with a revision (REC-2)."""

    FORWARDED = "forwarded", "同意推荐"
    RETURNED = "returned", "退回修改"
    DECLINED = "declined", "不予推荐"


OPINION_LOOKS = Looks(
    OpinionOutcome,
    {
        OpinionOutcome.FORWARDED: "good",
        OpinionOutcome.RETURNED: "bad",
        OpinionOutcome.DECLINED: "bad",
    },
)


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
BEFORE_AWARD = (
    State.DRAFT,
    State.AT_RECOMMENDER,
    State.RETURNED,
    State.DECLINED,
    State.RECEIVED,
    State.CORRECTION,
    State.ACCEPTED,
    State.IN_REVIEW,
    State.PROPOSED,
)  # an applicant may withdraw, also while the public notice runs
CLOSED = (State.NOT_ELIGIBLE, State.SELECTED, State.KEPT, State.WITHDRAWN)  # it does not move any more
PAPER_WANTED = (State.RECEIVED, State.ACCEPTED, State.IN_REVIEW)  # a correction makes another version
