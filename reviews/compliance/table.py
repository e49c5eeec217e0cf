"""The record of an applicant as screening reads it: which years and topics, what is missing, what speaks against it. No writing.

「近三年」 are the three whole calendar years before the year of the evaluation: they are the same for everybody in it, whenever
a clerk looks. The year of the evaluation itself may be noted too, as far as it has gone; a clean topic found in it
counts against the applicant like the others, but nothing is missing while it is empty.
"""

from dataclasses import dataclass

from applications.models import Application, Revision
from reviews.models import ComplianceEntry
from reviews.models.compliance import ADVERSE, CLEAN_TOPICS, MARKET_TOPICS, Topic

YEARS = 3
CONDITION_OF = dict.fromkeys(CLEAN_TOPICS, "clean_record") | dict.fromkeys(MARKET_TOPICS, "allowances")


@dataclass(frozen=True)
class Cell:
    """One topic of one year; ``entry`` is None while nobody looked it up, ``wanted`` when acceptance asks for it."""

    topic: Topic
    year: int
    wanted: bool
    entry: ComplianceEntry | None

    @property
    def key(self) -> str:
        """The name of its fields in the form."""
        return f"{self.topic.value}_{self.year}"

    @property
    def family(self) -> str:
        """How its result looks: family of the state tag."""
        return self.entry.look.family if self.entry else "neutral"


@dataclass(frozen=True)
class Compliance:
    """The record of an organisation for one application: rows of (topic, cells by year)."""

    years: tuple[int, ...]
    rows: tuple[tuple[Topic, tuple[Cell, ...]], ...]
    voluntary: bool

    @property
    def cells(self) -> list[Cell]:
        """All cells, by topic and year."""
        return [cell for _, cells in self.rows for cell in cells]

    @property
    def missing(self) -> list[str]:
        """What nobody looked up yet, a sentence per topic."""
        lacking = [
            (topic, [str(cell.year) for cell in cells if cell.wanted and cell.entry is None])
            for topic, cells in self.rows
        ]
        return [f"{topic.label}：{'、'.join(years)} 年尚未查询" for topic, years in lacking if years]

    @property
    def adverse(self) -> list[str]:
        """What speaks against the applicant, one sentence each."""
        return [_against(cell) for cell in self.cells if cell.entry and cell.entry.result in ADVERSE]

    @property
    def warnings(self) -> list[str]:
        """Why accepting needs a written reason; empty when it does not."""
        return [*self.adverse, *self.missing]

    @property
    def seen(self) -> str:
        """Which state of the record a page shows: changes with every entry that is noted."""
        return ".".join(f"{cell.key}-{cell.entry.at.timestamp():.6f}" for cell in self.cells if cell.entry)

    def of_condition(self, key: str) -> list[str]:
        """The record in short at the condition that it proves: how much was looked up, and what speaks against it."""
        cells = [cell for cell in self.cells if CONDITION_OF[cell.topic] == key]
        if not cells:
            return []
        wanted = [cell for cell in cells if cell.wanted]
        known = sum(cell.entry is not None for cell in wanted)
        against = [_against(cell) for cell in cells if cell.entry and cell.entry.result in ADVERSE]
        whole = not against and known == len(wanted)
        return [
            f"近三年记录：应查 {len(wanted)} 项，已查 {known} 项{'，无不利记录' if whole else ''}",
            *against,
        ]


def _against(cell: Cell) -> str:
    return f"{cell.year} 年{cell.topic.label}：{cell.entry.get_result_display()}（{cell.entry.detail}）"


def topics_of(revision: Revision) -> tuple[Topic, ...]:
    """What is looked up for a revision.

    The conditions of an area name no penalties (A3 §一); the carbon market concerns leaders that are in it: a unit
    that takes part of its own will counts as meeting that condition (A2 §二.3).
    """
    form = revision.application.programme_form
    clean = CLEAN_TOPICS if form.penalties else CLEAN_TOPICS[1:]
    return (*clean, *MARKET_TOPICS) if form.carbon_market and not is_voluntary(revision) else clean


def is_voluntary(revision: Revision) -> bool:
    """Whether a leader takes part without being in a carbon market (A2 §一)."""
    return (
        revision.application.programme_form.carbon_market and "in_market" not in revision.confirmed_conditions
    )


def compliance_of(revision: Revision) -> Compliance:
    """The record that a revision is screened by, with what is known of its organisation, in one query."""
    application: Application = revision.application
    year, topics = application.cycle.year, topics_of(revision)
    years = (*range(year - YEARS, year), year)
    compliance_entries = ComplianceEntry.objects.filter(
        organisation_id=application.organisation_id, year__in=years, topic__in=topics
    )
    entries = {(entry.topic, entry.year): entry for entry in compliance_entries.select_related("by")}
    rows = tuple(
        (
            topic,
            tuple(
                Cell(topic, each, each < year, entries.get((topic, each)))
                for each in years
                if each < year or topic in CLEAN_TOPICS
            ),
        )
        for topic in topics
    )
    return Compliance(years, rows, is_voluntary(revision))


def snapshot(compliance: Compliance) -> list[dict]:
    """The entries as a screening keeps them: what was known when it was decided."""
    return [
        {
            "topic": cell.topic.value,
            "year": cell.year,
            "result": cell.entry.result,
            "detail": cell.entry.detail,
            "source": cell.entry.source,
            "looked_up_on": cell.entry.looked_up_on.isoformat(),
            "by": str(cell.entry.by),
        }
        for cell in compliance.cells
        if cell.entry
    ]


def snapshot_lines(kept: list[dict]) -> list[str]:
    """A kept record to be read, one line an entry."""
    results = dict(ComplianceEntry._meta.get_field("result").choices)
    return [
        f"{each['year']} 年{Topic(each['topic']).label}：{results[each['result']]}"
        + (f"（{each['detail']}）" if each["detail"] else "")
        + f"，{each['source']}，{each['looked_up_on']} 查询，{each['by']}"
        for each in kept
    ]
