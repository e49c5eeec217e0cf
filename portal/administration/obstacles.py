"""What other rooms have against taking a role away now."""

from collections.abc import Callable

from accounts.capabilities import Capability
from accounts.models import User, rights_of
from reviews.models import ScoreSheet


def why_not_withdraw(role: str) -> Callable[[User], str]:
    """What stands against a person losing the role: sheets of somebody who may not score any more would wait for ever."""

    def obstacle(person: User) -> str:
        others = rights_of(person.roles - {role})
        stays = any(Capability.REVIEW in rights for rights in others.values())
        open_sheets = 0 if stays else ScoreSheet.objects.open().filter(reviewer=person).count()
        if Capability.REVIEW in person.held.get(role, ()) and open_sheets:
            return f"该专家还有 {open_sheets} 份评分表没有提交。请先由市级工作人员在评审组中办理退出，再取消角色。"
        return ""

    return obstacle
