"""Everything of one application, read once from the database: from here on there is data and files only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from accounts.models import User
from applications.models import Application, PacketFile, StampedScan
from face.journal_head import head_before, head_line
from files import store
from journal import clock
from journal.recipe import instant_text
from portal.case_file import filing, journal_rows, judging, piloting
from portal.case_file import support as supporting
from portal.case_file.blocks import Block, Chapter
from reviews.models import Minutes, ObjectionFile, VisitPhoto, WorkPlanVersion


@dataclass(frozen=True)
class Original:
    """A stored file that goes into the zip: its path there, its content, its checksum."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class SubmittedForm:
    """A revision: its chapter, and the PDF of its official form when the packet is built."""

    chapter: Chapter
    title: str
    form: Path | None


@dataclass(frozen=True)
class Gathered:
    """What goes into a case file.

    Attributes:
        last: the rest of the chapters, after the submissions. journal: rows as the zip keeps them.
        pilot: the rows of its pilot as the zip keeps them; None without one.
        head: the head of the journal that was published last, in a line; "" without one.
        lacking: what should be there and is not, one sentence each.
    """

    application: Application
    at: datetime
    first: Chapter
    submissions: list[SubmittedForm]
    last: list[Chapter]
    journal: list[dict]
    pilot: dict | None = None
    head: str = ""
    originals: list[Original] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


def gather(application: Application) -> Gathered:
    """Read everything; reviewers' names become codes wherever they stand in our own words."""
    called = judging.codes(application)
    people = User.objects.in_bulk(called)
    hide = _hiding({str(people[pk]): code for pk, code in called.items()})
    found = application.revisions.select_related("submitted_by", "packet").prefetch_related("packet__files")
    revisions = list(found.order_by("number"))
    rows, pilot = journal_rows.records_of(application), piloting.pilot_of(application)
    for row in rows:
        row.actor_name = called.get(row.actor_id, row.actor_name)
    chapters = [
        filing.recommendation(application),
        filing.screening(application),
        filing.paper(application),
        judging.scores(application, called),
        judging.visits(application),
        judging.discussion(application),
        judging.decision(application),
        judging.notice(application),
        piloting.piloting(pilot),
        supporting.support(application),
        journal_rows.messages(application, rows),
        journal_rows.timeline(rows),
    ]
    originals, lacking = _originals(application, revisions)
    now = clock.now()
    return Gathered(
        application=application,
        at=now,
        head=head_line(head_before(now)),
        first=_masked(filing.summary(application, revisions), hide),
        submissions=_submissions(application, revisions),
        last=[_masked(chapter, hide) for chapter in chapters],
        journal=[_kept(row, hide) for row in rows],
        pilot=piloting.rows_of(pilot) if pilot else None,
        originals=originals,
        lacking=lacking,
    )


def _hiding(names: dict[str, str]) -> Callable[[object], object]:
    """A function that puts codes in the place of names, the longest name first."""
    ordered = sorted(names, key=len, reverse=True)

    def hide(value: object) -> object:
        text = str(value)
        for name in ordered:
            text = text.replace(name, names[name])
        return text

    return hide


def _masked(chapter: Chapter, hide: Callable) -> Chapter:
    return replace(chapter, blocks=[_masked_block(block, hide) for block in chapter.blocks])


def _masked_block(block: Block, hide: Callable) -> Block:
    def shown(value: object) -> object:
        return "—" if value in (None, "") else hide(value)

    return replace(
        block,
        title=hide(block.title),
        facts=[(term, shown(value)) for term, value in block.facts],
        rows=[[shown(value) for value in row] for row in block.rows],
        text=hide(block.text),
    )


def _kept(row, hide: Callable) -> dict:
    """A journal row in the zip, without its facts, which name reviewers by id: all that its hash covers is there."""
    covered = ("stream", "recipe", "verb", "label", "object_type", "object_id", "audience")
    hashes = ("previous_hash", "actor_digest", "summary_digest", "facts_digest", "hash")
    return {
        "id": row.pk,
        "at": instant_text(row.at),
        "actor": row.actor_name,
        "summary": hide(row.summary),
        **{name: getattr(row, name) for name in (*covered, *hashes)},
    }


def _submissions(application: Application, revisions: list) -> list[SubmittedForm]:
    made, before = [], None
    for revision in revisions:
        revision.application = application
        packet = getattr(revision, "packet", None)
        form = _path(packet and packet.sha256_of(PacketFile.Kind.PDF))
        title = f"第 {revision.number} 版申报表"
        chapter = _masked(filing.submission(revision, before), str)
        made.append(SubmittedForm(chapter, title, form if form and form.is_file() else None))
        before = revision
    return made


def _path(sha256: str | None) -> Path | None:
    return store.path(sha256) if sha256 else None


def _originals(application: Application, revisions: list) -> tuple[list[Original], list[str]]:
    """Stored files for the zip, and a sentence for each that is not there."""
    found, lacking = [], []
    for folder, name, sha256 in _stored(application, revisions):
        if sha256 is None:
            lacking.append(f"{name}还没有生成。")
        elif not store.path(sha256).is_file():
            lacking.append(f"{name}在存储中缺失（{sha256}）。")
        else:
            position = f"{len(found) + 1:03d}"
            found.append(Original(f"{folder}/{position}-{name}", store.path(sha256), sha256))
    return found, lacking


def _stored(application: Application, revisions: list) -> Iterable[tuple[str, str, str | None]]:
    """(folder in the zip, name, SHA-256) of everything that is kept as a file."""
    for revision in revisions:
        packet = getattr(revision, "packet", None)
        yield (
            "packets",
            f"第{revision.number}版申报材料.zip",
            packet and packet.sha256_of(PacketFile.Kind.ARCHIVE),
        )
        yield (
            "packets",
            f"第{revision.number}版申报材料合订本.pdf",
            packet and packet.sha256_of(PacketFile.Kind.MERGED),
        )
    for scan in StampedScan.objects.filter(revision__application=application):
        for file in scan.files:
            yield "scans", file["name"], file["sha256"]
    for work_plan_version in WorkPlanVersion.objects.filter(plan__application=application):
        yield (
            "work-plans",
            f"第{work_plan_version.version}版-{work_plan_version.file_name}",
            work_plan_version.file_id,
        )
    for photo in VisitPhoto.objects.filter(case__application=application):
        yield "visits", photo.name, photo.file_id
    panels = application.score_sheets.values("panel")
    for minutes in Minutes.objects.filter(panel__in=panels).exclude(file=None):
        yield "minutes", minutes.file_name, minutes.file_id
    for objection_file in ObjectionFile.objects.filter(objection__item__application=application):
        yield "objections", objection_file.name, objection_file.file_id
    if pilot := piloting.pilot_of(application):
        yield from piloting.stored_of(pilot)
    for name, sha256 in supporting.documents(application):
        yield "support", name, sha256
