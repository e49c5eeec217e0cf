"""What must hold in applications, revisions, opinions, quotas and packets."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F

from applications.dossier.opinion import opinions_by_application
from applications.models import (
    Application,
    Opinion,
    Packet,
    PacketFile,
    Participation,
    Remark,
    Revision,
    StampedScan,
)
from applications.packets.request import checksum_with
from applications.remarks.places import RemarkFacts
from applications.states import NOT_RECEIVED, RECEIVED, Route, State
from applications.submitting import invariants as submitting_invariants
from applications.year.progress import KIND
from files.models import StoredFile
from journal.models import Record
from programme.cutoff import year_of
from programme.models import Cycle, LibraryEntry, ParkQuota
from programme.notice import QUOTA_SHEETS
from programme.states import Origin


def broken() -> Iterator[str]:
    """A sentence for each fault."""
    yield from _applications()
    yield from _participations()
    yield from _frozen_lists()
    yield from submitting_invariants.broken()
    yield from _entries()
    yield from _revisions()
    yield from _scans(set(StoredFile.objects.values_list("pk", flat=True)))
    yield from _packets()
    yield from _quotas()
    yield from _remarks()


def _applications() -> Iterator[str]:
    """States against dates, numbers against instants (CUT-3, NUM-1), recommendation (REC-1)."""
    cutoffs = Cycle.objects.cutoffs()
    recommended = set(
        Opinion.objects.filter(outcome=Opinion.Outcome.FORWARDED).values_list(
            "revision__application_id", flat=True
        )
    )
    for application in Application.objects.select_related("cycle", "entry").iterator():
        name = application.number or application.reference
        if application.state in RECEIVED and not application.received_at:
            yield f"{name} 的状态为「{application.get_state_display()}」，但没有接收时间。"
        if application.state in NOT_RECEIVED and application.received_at:
            yield f"{name} 的状态为「{application.get_state_display()}」，却有接收时间。"
        if application.state in NOT_RECEIVED and application.cycle.closed_at:
            yield f"{name} 尚未接收，却仍在已截止的{application.cycle}。"
        if application.correction_due and application.state != State.CORRECTION:
            yield f"{name} 不在补正中，却有补正期限。"
        if application.received_at is None:
            continue
        expected = f"{year_of(application.received_at, cutoffs)}-{application.programme.number_code}-"
        if not application.number.startswith(expected):
            yield f"{name} 的接收时间属于 {expected[:4]} 年度，与编号不符。"
        if (
            application.entry.number != application.number
            or application.entry.cycle_id != application.cycle_id
        ):
            yield f"{name} 与项目库条目的编号或年度不一致。"
        if application.route == Route.RECOMMENDED and application.pk not in recommended:
            yield f"{name} 为组织推荐，但没有同意推荐的意见。"


def _participations() -> Iterator[str]:
    """A received application takes part in its cycle from its receipt on, except while a correction is overdue (CUT-5)."""
    stays: dict[int, list[Participation]] = {}
    for stay in Participation.objects.order_by("pk").iterator():
        stays.setdefault(stay.application_id, []).append(stay)
    for application in Application.objects.received().light().iterator():
        own = stays.pop(application.pk, [])
        if not own or own[0].since != application.received_at:
            yield f"{application.number} 的参评年度不是从接收时开始记录的。"
            continue
        running = [stay.cycle_id for stay in own if stay.until is None]
        if application.state == State.WITHDRAWN:
            continue
        if running != ([] if application.correction_lapsed_at else [application.cycle_id]):
            yield f"{application.number} 的参评年度与其年度、补正期限不一致。"
    for pk in stays:
        yield f"申报{pk:06d} 尚未接收，却记有参评年度。"


def _frozen_lists() -> Iterator[str]:
    """A frozen list names what took part in its cycle when the cutoff passed, nothing else (CUT-4)."""
    for cycle in Cycle.objects.held_here().exclude(closed_at=None):
        stood = set(
            Participation.objects.at_cutoff(cycle, cycle.cutoff).values_list("application__number", flat=True)
        )
        for number in sorted(stood ^ set(cycle.frozen_lines.values_list("number", flat=True))):
            yield f"{cycle}的截止名单与截止时的参评情况不符：{number}。"


def _entries() -> Iterator[str]:
    """An entry of the library has an application if and only if it comes from the portal (REV-5)."""
    portal = LibraryEntry.objects.filter(origin=Origin.PORTAL)
    for entry in portal.filter(application=None):
        yield f"{entry} 的来源是本平台，但没有申报。"
    for entry in LibraryEntry.objects.exclude(origin=Origin.PORTAL).exclude(application=None):
        yield f"{entry} 的来源是「{entry.get_origin_display()}」，却有申报。"


def _revisions() -> Iterator[str]:
    """Revisions and their files against their checksums."""
    stored = set(StoredFile.objects.values_list("pk", flat=True))
    for revision in Revision.objects.select_related("application").iterator():
        if revision.computed_sha256() != revision.sha256:
            yield f"{revision.application} 第 {revision.number} 版的内容与校验值不符。"
        for attachment in revision.attachments:
            if attachment["sha256"] not in stored:
                yield f"{revision.application} 第 {revision.number} 版的附件「{attachment['name']}」不在文件库中。"


def _scans(stored: set[str]) -> Iterator[str]:
    """The files of stamped scans are in the store (MAT-W)."""
    for scan in StampedScan.objects.select_related("revision__application").iterator():
        for file in scan.files:
            if file["sha256"] not in stored:
                yield f"{scan.revision} 的盖章扫描件「{file['name']}」不在文件库中。"


def _packets() -> Iterator[str]:
    """A packet for each revision; that of a received application's current one asked for with what stands now."""
    for revision in Revision.objects.filter(packet=None).select_related("application"):
        yield f"{revision.application} 第 {revision.number} 版没有材料包。"
    related = ("current_revision__packet", "current_revision__recommender", "cycle")
    received, said = Application.objects.received().select_related(*related), opinions_by_application()
    for application in received.exclude(current_revision__packet=None).iterator():
        revision = application.current_revision
        opinions = [opinion for opinion in said.get(application.pk, []) if opinion.number <= revision.number]
        if revision.packet.input_sha256 != checksum_with(revision, application, opinions):
            yield f"{application.number} 的材料包不是按当前内容生成的。"
    stored = set(StoredFile.objects.values_list("pk", flat=True))
    packets = Packet.objects.filter(state=Packet.State.DONE).select_related("revision__application")
    for packet in packets.prefetch_related("files"):
        kinds = {file.kind for file in packet.files.all()}
        for kind in PacketFile.Kind:
            if kind not in kinds:
                yield f"{packet} 已完成，但没有{kind.label}。"
        if not {file.file_id for file in packet.files.all()} <= stored:
            yield f"{packet} 的文件不在文件库中。"


def _quotas() -> Iterator[str]:
    """What a quota counts as used is what was brought in and not withdrawn, in the cycle that it came back into (REC-3)."""
    parks = Application.objects.received().filter(sheet__in=QUOTA_SHEETS).exclude(state=State.WITHDRAWN)
    for park in parks.exclude(state=State.CORRECTION).exclude(quota_cycle=F("cycle")):
        yield f"{park.number} 没有占用{park.cycle}的园区名额。"
    used = Counter(parks.values_list("quota_cycle__year", "recommender_id"))
    for quota in ParkQuota.objects.select_related("cycle", "recommender"):
        if quota.used != used.pop((quota.cycle.year, quota.recommender_id), 0):
            yield f"{quota.recommender} {quota.cycle}的园区名额记数与实际推荐数不符。"
    for year, pk in used:
        yield f"推荐单位 {pk} 在 {year} 年度推荐了园区，但没有名额记录。"


def _remarks() -> Iterator[str]:
    """Remarks as the journal holds them: none was changed, slipped in or taken away."""
    verbs = {"return": Remark.Source.RETURN.value, "ask_correction": Remark.Source.CORRECTION.value}
    told: Counter = Counter()
    blanked = set()  # applications of which the journal no longer says everything
    for record in Record.objects.filter(object_type=KIND, verb__in=verbs).iterator():
        facts = RemarkFacts.of(record)
        if facts is None:
            blanked.add(record.object_id)
            continue
        for remark in facts.remarks:
            told[record.object_id, verbs[record.verb], remark["place"], remark["text"]] += 1
    rows = Remark.objects.values_list("revision__application_id", "source", "place", "text")
    kept = Counter(rows.iterator())
    for application, _, place, text in (told - kept) + (kept - told):
        if application in blanked:
            continue
        yield f"申报{application:06d} 的逐处意见「{text}」（{place}）与日志不符。"
