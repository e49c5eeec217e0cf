"""What applicants are told about the result of an evaluation: the same in the preview and in the message."""

from applications.models import Application
from reviews.work_plans.ready import ready_plan


def application_outcome(selected: bool) -> str:
    """What the applicant is told that was decided."""
    return "拟列为试点" if selected else "纳入项目库"


def ended_sentence(struck: int, withdrawn: int, one: str) -> str:
    """What a notice says when no line stands any more.

    Args:
        one: how so many lines are counted: " {} 项", "{}个项目".
    """
    end = "公示终止，不再接收异议。"
    if not withdrawn:
        return f"经核查，本次公示的{one.format(struck)}已全部移出拟认定名单，{end}"
    if not struck:
        return f"本次公示的{one.format(withdrawn)}已由申报单位全部撤回，{end}"
    return f"本次公示的名单，经核查移出{one.format(struck)}，申报单位撤回{one.format(withdrawn)}，{end}"


def result_sentence(application: Application, selected: bool, remarks: str) -> str:
    """What the applicant is told when the decision is published."""
    if selected:
        sentence = (
            f"「{application.title}」拟列为试点，按规定公示。公示期满无异议或异议不成立的，正式列为试点。"
        )
    else:
        sentence = f"「{application.title}」本年度未入选，继续保留在低碳试点项目库，市生态环境局将根据项目进展适时给予支持。"
    return sentence + (f"\n\n评审意见：{remarks}" if remarks else "")


def award_sentence(application: Application) -> str:
    """What the applicant is told when the application is selected."""
    if ready_plan(application):
        name = application.programme.plan_name
        return f"「{application.title}」已列为试点。评审期间提交的{name}已带入，请补充目标、逐条回应评审意见后提交审核。"
    if application.programme.needs_plan:
        return (
            f"「{application.title}」已列为试点，请根据评审意见编制并提交{application.programme.plan_name}。"
        )
    return f"「{application.title}」入选{application.get_sheet_display()}，已授予称号，授牌日期：{application.cycle.plaque_day}。"
