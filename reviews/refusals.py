"""Why a verb on a decision or a public notice is refused, in the sentences that the person reads."""

from accounts.capabilities import Capability
from accounts.rules import Person, may
from face.wording import chinese_date
from reviews.models import Decision, PanelChange, PublicNotice, SeedNaming

NO_DECISION = "您没有作出决定的权限。"
NO_PANELS = "您没有调整评审组的权限。"
NO_RESULTS = "您没有发布评选结果的权限。"


def second_for_change(user: Person, change: PanelChange) -> str:
    """Who may not confirm or return a change of a panel, or proposed it (REV-2)."""
    if not may(user, Capability.FORM_PANELS):
        return NO_PANELS
    return f"「{change}」是您提议的，须由另一人确认。"


def second_for_seed(user: Person, naming: SeedNaming) -> str:
    """Who may not draw, or named the public value (REV-2)."""
    if not may(user, Capability.FORM_PANELS):
        return NO_PANELS
    return "这个公开数值是您指定的，须由另一人填写数值并抽取。"


def propose_refusal(user: Person, decision: Decision) -> str:
    """Who may not propose, or proposes on what is not in review any more."""
    if not may(user, Capability.PROPOSE):
        return NO_DECISION
    application = decision.application
    return f"{application.number} 当前为「{application.get_state_display()}」，不能再提议决定。"


def confirm_refusal(user: Person, decision: Decision) -> str:
    """Who may not confirm, or confirms the own proposal."""
    return _second_refusal(user, decision, "须由另一人确认")


def return_refusal(user: Person, decision: Decision) -> str:
    """Who may not return, or returns the own proposal."""
    return _second_refusal(user, decision, "可以撤销或重新提议，不能由您退回")


def _second_refusal(user: Person, decision: Decision, instead: str) -> str:
    if not may(user, Capability.CONFIRM):
        return NO_DECISION
    return f"{decision.application.number} 是您提议的，{instead}。"


def take_back_refusal(user: Person, decision: Decision) -> str:
    """Who may not take back, or takes back what is not in review any more."""
    return published_or_lapsed(decision) if may(user, Capability.PROPOSE) else NO_DECISION


def published_or_lapsed(decision: Decision) -> str:
    """The decision cannot be taken back any more."""
    return f"{decision.application.number} 的决定已经公布或失效，不能撤销。"


def confirmed_already(decision: Decision) -> str:
    """The decision cannot be proposed anew."""
    return f"{decision.application.number} 的决定已经确认，请先撤销，再重新提议。"


def overtaken(decision: Decision) -> str:
    """Another person acted on the proposal meanwhile."""
    return f"{decision.application.number} 的提议刚刚有变动，请核对最新内容后再确认或退回。"


def not_publishable(decision: Decision) -> str:
    """The decision is not confirmed, or published already."""
    return f"{decision.application.number} 没有已确认、待公布的决定。"


def publish_refusal(user: Person, notice: PublicNotice) -> str:
    """Who may not publish, and so not confirm a list."""
    return NO_RESULTS


def list_confirmed(notice: PublicNotice) -> str:
    """The list is confirmed already; "" while it is not."""
    return f"名单已于 {chinese_date(notice.confirmed_at)} 确认。" if notice.confirmed_at else ""


def award_refusal(user: Person, notice: PublicNotice) -> str:
    """Who may not award, or published or confirmed the list."""
    return "认定须由发布人、确认人以外的另一人办理。" if may(user, Capability.AWARD) else NO_RESULTS


def heir_refusal(user: Person, notice: PublicNotice) -> str:
    """Who may not go on with an award that another person began."""
    if notice.awarded_by is not None and may(notice.awarded_by, Capability.AWARD):
        return f"认定由{notice.awarded_by}办理，系统会继续，不需要接续。"
    return award_refusal(user, notice)


def not_awardable(notice: PublicNotice) -> str:
    """The list is not confirmed yet, or the award has begun."""
    if notice.awarded_at:
        return f"已由{notice.awarded_by}于 {chinese_date(notice.awarded_at)} 认定。"
    return "名单还没有确认，不能认定。"
