"""What is done to entries of the library (LIB-1, NAT-1)."""

from typing import Any

from accounts.models import User
from journal.acts import Refused
from programme.acts import ENTER_NATIONAL, SET_GRADE
from programme.models import Cycle, LibraryEntry
from programme.states import LibraryState, Origin


def set_library_state(entry: LibraryEntry, state: LibraryState) -> None:
    """Move an entry of the library; runs inside the verb of the application that moves it."""
    entry.state = state
    entry.save(update_fields=["state"])


def set_grade(entry_id: int, *, actor: User, grade: str) -> LibraryEntry:
    """Grade an entry of the library, or take its grade away with an empty one (LIB-1 分级)."""
    with SET_GRADE.perform(entry_id, actor=actor) as act:
        entry = act.object
        if entry.grade == grade:
            act.nothing()
            return entry
        before, entry.grade = entry.get_grade_display() or "未分级", grade
        entry.save(update_fields=["grade"])
        act.summary = f"{entry}：{before} → {entry.get_grade_display() or '未分级'}"
        act.facts["grade"] = grade
    return entry


def enter_national(*, actor: User, **fields: Any) -> LibraryEntry:
    """Enter a pilot that the national ministry arranged; its basis is required (NAT-1).

    Args:
        fields: cycle, name, organisation_name, district and basis of the entry.

    Raises:
        Refused: no basis is given, or the same pilot is entered in that year already.
    """
    if not fields.get("basis", "").strip():
        raise Refused("录入国家试点必须写明文件依据。")
    with ENTER_NATIONAL.perform(actor=actor) as act:
        _require_new(**fields)
        entry = LibraryEntry.objects.create(origin=Origin.NATIONAL, state=LibraryState.NATIONAL, **fields)
        act.about, act.summary = entry, f"{entry.name}，依据：{entry.basis}"
    return entry


def _require_new(*, cycle: Cycle, name: str, organisation_name: str, **_other: Any) -> None:
    """Nobody enters a national pilot twice: the lock on its year lets the second of two equal presses see the first."""
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    same = LibraryEntry.objects.filter(cycle=cycle, origin=Origin.NATIONAL, name=name)
    if same.filter(organisation_name=organisation_name).exists():
        raise Refused(
            f"{cycle} 已录入国家试点「{name}」（{organisation_name}），请在项目库中查看，不必重复录入。"
        )
