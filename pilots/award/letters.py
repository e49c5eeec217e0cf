"""Lists of pilots as letters: what both the public notice and the list of awards have in common."""

from collections.abc import Sequence

from face.wording import chinese_date
from pilots.models import Pilot
from programme.library.tables import by_type, listed
from programme.models import Cycle, LibraryEntry
from programme.notice import ISSUER
from sheets.letters.letter import DAY_TO_FILL, Annex, Letter, Signature, Text, reference_to_fill


def awarded(cycle: Cycle) -> list[LibraryEntry]:
    """Entries of a cycle whose pilot carries its title, with the pilot."""
    titled = LibraryEntry.objects.filter(cycle=cycle, pilot__in=Pilot.objects.titled())
    return list(titled.select_related("pilot"))


def award_years() -> list[int]:
    """Years in which a pilot carries a title, newest first."""
    titled = LibraryEntry.objects.filter(pilot__in=Pilot.objects.titled())
    return list(titled.order_by("-cycle__year").values_list("cycle__year", flat=True).distinct())


def award_letter(cycle: Cycle, entries: Sequence[LibraryEntry]) -> Letter:
    """认定名单通知: who carries which title of the year (AWD-1); to be dated, numbered and sealed by the issuer.

    Args:
        entries: of ``awarded``; at least one.
    """
    name = f"{cycle.year}年度北京市低碳试点认定名单"
    return Letter(
        title=f"{ISSUER}关于印发\n{name}的通知",
        mark="待盖章",
        reference=reference_to_fill(cycle.year),
        addressee="各有关单位",
        parts=(
            Text(
                f"根据北京市低碳试点工作安排，经申报、审查和评审，认定{cycle.year}年度北京市低碳试点"
                f"{len(entries)}个，授予相应称号。现将认定名单印发给你们（见附件）。"
            ),
            Text(f"获得称号的试点在{cycle.year + 1}年低碳日活动上授牌，日期：{_day(cycle)}。"),
            Text("特此通知。"),
        ),
        signature=Signature(ISSUER, DAY_TO_FILL),
        annex=Annex(name, tuple(listed(title_groups(entries)))),
    )


def _day(cycle: Cycle) -> str:
    return chinese_date(cycle.low_carbon_day) or "待定"


def title_groups(entries: Sequence[LibraryEntry]) -> list[tuple[str, list[LibraryEntry]]]:
    """Entries with their pilots by type and title: (heading, entries) in the order of the notice.

    Args:
        entries: each carries its title.
    """
    return [
        (f"{kind.label}——“{title}”", titled)
        for kind, of_type in by_type(entries)
        for title, titled in _titles(of_type)
    ]


def _titles(entries: Sequence[LibraryEntry]) -> list[tuple[str, list[LibraryEntry]]]:
    """Entries of one type by the wording of their title, which the year may have changed."""
    wordings = dict.fromkeys(entry.pilot.title for entry in entries)
    return [(title, [entry for entry in entries if entry.pilot.title == title]) for title in wordings]
