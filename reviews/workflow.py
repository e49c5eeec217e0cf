"""The life of an assignment as a table (REV-2, REV-3)."""

from journal.models import Audience
from journal.workflow import Verb, Workflow
from reviews.models import Assignment
from reviews.rules import assigned_reviewer, city_staff
from reviews.states import AssignmentState as S

ASSIGNMENT = Workflow(
    Assignment,
    [
        Verb("declare_none", "声明无利益关系", (S.ASSIGNED,), S.SCORING, assigned_reviewer, Audience.CITY),
        Verb("recuse", "申请回避", (S.ASSIGNED, S.SCORING), S.RECUSED, assigned_reviewer, Audience.CITY),
        Verb("submit_sheet", "提交评分表", (S.SCORING,), S.SUBMITTED, assigned_reviewer, Audience.CITY),
        Verb("reopen_sheet", "退回评分表", (S.SUBMITTED,), S.SCORING, city_staff, Audience.CITY),
    ],
)
