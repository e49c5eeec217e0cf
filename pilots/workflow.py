"""The life of a pilot as a table (programme §3 Life of a pilot)."""

from journal.workflow import Verb, Workflow
from pilots.models import Pilot
from pilots.rules import may_grant_title, may_review_plan, owner
from pilots.states import PilotState as S
from reviews.rules import the_portal

PILOT = Workflow(
    Pilot,
    [
        Verb("submit_plan", "提交方案", (S.PLANNING,), S.PLAN_SUBMITTED, owner),
        Verb("approve_plan", "同意方案", (S.PLAN_SUBMITTED,), S.IMPLEMENTING, may_review_plan),
        Verb("return_plan", "退回方案", (S.PLAN_SUBMITTED,), S.PLANNING, may_review_plan),
        Verb("date_plaque", "确定授牌日期", (S.TITLED,), None, the_portal),
        Verb("grant_title", "授予称号", (S.IMPLEMENTING,), S.TITLED, may_grant_title),
    ],
)
