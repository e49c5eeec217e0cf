"""The pool of reviewers in the demo: what each knows, and one tie declared ahead (REV-2)."""

from accounts.models import User
from programme.notice import Field, PilotType
from reviews.pool.actions import declare_conflict, save_profile
from reviews.states import Conflict

KNOWN = {
    1: ("教授级高级工程师", [PilotType.TECHNOLOGY, PilotType.LEADER, PilotType.ZONE]),
    2: ("研究员", [PilotType.TECHNOLOGY, Field.DATA_CENTRE]),
    3: ("高级工程师", [Field.BUILDING, Field.ENERGY, PilotType.ZONE]),
    4: ("教授", [PilotType.LEADER, Field.SMART]),
    5: ("高级规划师", [Field.BUILDING, Field.TRANSPORT, PilotType.ZONE]),
    6: ("副研究员", [PilotType.LEADER, Field.WASTE, Field.NON_CO2]),
    7: ("教授级高级工程师", [PilotType.TECHNOLOGY, PilotType.LEADER, PilotType.ZONE]),
}  # number of the account → title and areas


def fill_pool(people: dict[str, User]) -> None:
    """Give every reviewer a profile, by the own hand."""
    for number, (title, areas) in KNOWN.items():
        reviewer = people[f"reviewer{number}"]
        save_profile(reviewer, actor=reviewer, areas=areas, title=title)
    declare_conflict(
        actor=people["reviewer6"], kind=Conflict.CONTRACT, organisation="北京示例外部咨询有限公司"
    )
