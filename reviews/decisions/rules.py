"""Whether an application may be selected (REV-3, REV-4)."""

from applications.models import Application
from reviews.rules import work_plan_missing
from reviews.scoring.totals import TOO_FEW_TEXT, Result, Sums


def why_not_selected(application: Application, result: Result | Sums) -> str:
    """Why an application with this result cannot be selected, as a sentence; "" when it can (REV-3, REV-4)."""
    if result.mean is None:
        return f"{TOO_FEW_TEXT}，没有评审结果，不能列为试点"
    if work_plan_missing(application):
        return "试点工作方案还没有提交，不能列为试点"
    return ""
