"""What is done to entries of the library (LIB-1, NAT-1)."""

from typing import Any

from django.db import transaction

from accounts.models import User
from journal import clock
from journal.models import Audience
from journal.recording import record
from journal.workflow import Refused
from programme.models import LibraryEntry
from programme.states import LibraryState, Origin


def set_library_state(entry: LibraryEntry, state: LibraryState) -> None:
    """Move an entry of the library; runs inside the verb of the application that moves it."""
    entry.state = state
    entry.save(update_fields=["state"])


@transaction.atomic
def set_grade(entry_id: int, *, actor: User, grade: str) -> LibraryEntry:
    """Grade an entry of the library, or take its grade away with an empty one (LIB-1 分级)."""
    now = clock.now()
    entry = LibraryEntry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    before = entry.get_grade_display() or "未分级"
    if entry.grade == grade:
        return entry
    entry.grade = grade
    entry.save(update_fields=["grade"])
    record(
        "set_grade",
        entry,
        at=now,
        actor=actor,
        label="调整分级",
        summary=f"{entry}：{before} → {entry.get_grade_display() or '未分级'}",
        facts={"grade": grade},
        audience=Audience.CITY,
    )
    return entry


@transaction.atomic
def enter_national(*, actor: User, **fields: Any) -> LibraryEntry:
    """Enter a pilot that the national ministry arranged; its basis is required (NAT-1).

    Args:
        fields: cycle, name, organisation_name, district and basis of the entry.

    Raises:
        Refused: no basis is given.
    """
    if not fields.get("basis", "").strip():
        raise Refused("录入国家试点必须写明文件依据。")
    entry = LibraryEntry.objects.create(origin=Origin.NATIONAL, state=LibraryState.NATIONAL, **fields)
    record(
        "enter_national",
        entry,
        at=clock.now(),
        actor=actor,
        label="录入国家试点",
        summary=f"{entry.name}，依据：{entry.basis}",
        audience=Audience.CITY,
    )
    return entry
