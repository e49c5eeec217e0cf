"""Taking the rows of an import: all of them or none. A dry run does the same and takes everything back."""

from dataclasses import dataclass

from django.db import transaction

from accounts.keeping.rules import needs_two
from accounts.models import Membership, Organisation, ProposalKind, User
from accounts.people import actions as people
from accounts.people import organisations as units
from accounts.rights.actions import propose
from journal.acts import Refused
from portal.administration.importing.sheet import Row

NEW, THERE, PROPOSED, FAULTY = "新建", "已有", "提出，待另一位管理员确认", "有误"


@dataclass(frozen=True)
class Line:
    """What became of one row, or would."""

    number: int
    whom: str
    outcome: str
    words: str

    @property
    def is_faulty(self) -> bool:
        """Whether the row keeps the whole file out."""
        return self.outcome == FAULTY


class NothingTaken(Exception):
    """Takes everything back."""


def run(rows: list[Row], *, actor: User, for_good: bool) -> list[Line]:
    """Take the rows, or say what would be done with each.

    Args:
        for_good: take them, when none is faulty; else nothing is changed.
    """
    lines: list[Line] = []
    try:
        with transaction.atomic():
            for row in rows:
                lines += _take(row, actor)
            if not for_good or any(line.is_faulty for line in lines):
                raise NothingTaken
    except NothingTaken:
        pass
    return lines


def _take(row: Row, actor: User) -> list[Line]:
    if row.faults:
        return [Line(row.number, row.unit or row.email, FAULTY, "".join(row.faults))]
    try:
        with transaction.atomic():
            place, lines = _take_unit(row, actor)
            return [*lines, *_take_person(row, place, actor)]
    except Refused as refused:
        return [Line(row.number, row.unit or row.email, FAULTY, str(refused))]


def _take_unit(row: Row, actor: User) -> tuple[Organisation | None, list[Line]]:
    if not row.unit:
        return None, []
    there = _unit_of(row)
    if there:
        named = (
            there.name if there.name == row.unit else f"{there.name}（文件中写作「{row.unit}」，没有改动）"
        )
        return there, [Line(row.number, row.unit, THERE, f"单位：{named}")] if not row.email else []
    unit = Organisation(name=row.unit, kind=row.kind, district=row.district, uscc=row.uscc or None)
    made = units.make_organisation(unit, actor=actor)
    return made, [Line(row.number, row.unit, NEW, f"单位：{made.get_kind_display()}")]


def _unit_of(row: Row) -> Organisation | None:
    """The organisation that the row means: by code, the bureau of its district, else by name and kind."""
    if row.uscc and (known := Organisation.objects.filter(uscc=row.uscc).first()):
        return known
    same_kind = Organisation.objects.filter(kind=row.kind)
    if row.kind == Organisation.Kind.BUREAU:
        return same_kind.filter(district=row.district).first()
    return same_kind.filter(name=row.unit).first()


def _take_person(row: Row, place: Organisation | None, actor: User) -> list[Line]:
    if not row.email:
        return []
    whom = f"{row.name}（{row.email}）"
    if person := User.objects.filter(email=row.email).first():
        joined = bool(place) and not Membership.objects.filter(user=person, organisation=place).exists()
        if joined:
            units.add_member(place.pk, person, actor=actor, can_submit=True)
        return [Line(row.number, whom, THERE, "加入单位，角色没有改动" if joined else "没有改动")]
    said = {"name": row.name, "phone": row.phone, "roles": list(row.roles), "organisation": place}
    if needs_two((), row.roles):
        propose(ProposalKind.ACCOUNT, actor=actor, reason="由导入表提出", email=row.email, **said)
        return [Line(row.number, whom, PROPOSED, "账号")]
    people.create_account(row.email, actor=actor, **said)
    return [Line(row.number, whom, NEW, "账号")]
