"""A pilot that was carried out and is not found excellent: it ends without the title and may come again (A1 §二.5)."""

from accounts.models import User
from journal.acts import Refused
from pilots.acts import END_UNTITLED
from pilots.models import Pilot
from programme.models import LibraryEntry


def end_untitled(pilot_id: int, *, actor: User, reason: str) -> Pilot:
    """Record that a technology pilot finished without the title; its applicant is told that it may come again (ELI-R).

    Raises:
        Refused: no reason, the pilot is not carried out, or it has its title or its end already.
    """
    if not reason.strip():
        raise Refused("请写明理由。")

    def locked_pilot() -> Pilot:
        entry = LibraryEntry.objects.select_for_update(of=("self",)).get(pilot=pilot_id)
        pilot = Pilot.objects.select_for_update(of=("self",)).get(pk=pilot_id)
        pilot.entry = entry
        return pilot

    with END_UNTITLED.perform(locked_pilot, actor=actor) as act:
        entry = act.object.entry
        entry.ended_untitled = True
        entry.save(update_fields=["ended_untitled"])
        act.summary = reason.strip()
        act.tell(
            User.objects.of(entry.organisation),
            f"{entry.number} 试点已完成，未授予称号",
            f"「{entry.name}」已完成试点任务，未获评优秀项目。理由：{act.summary}。"
            f"从 {entry.cycle.year + 1} 年度起可以再次申报，只需提交当年申报表和项目实施进展和成效报告。",
            act.object.get_absolute_url(),
        )
    return act.object
