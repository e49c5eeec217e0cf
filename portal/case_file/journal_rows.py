"""The last chapters of a case file: the journal rows of the application with their hashes, and the messages sent."""

from collections import Counter

from django.db.models import Q

from accounts.capabilities import Capability
from accounts.models import User
from applications.models import Application
from journal.models import Message, Record
from portal.case_file.blocks import Chapter, instant, table
from reviews.models import Objection, PublicNoticeItem, VisitCase, WorkPlan


def records_of(application: Application) -> list[Record]:
    """Journal rows about the application and about what belongs to it alone, in the order of the chain."""
    about = Q(object_type="applications.application", object_id=application.pk)
    for kind, ids in _belonging(application):
        about |= Q(object_type=kind, object_id__in=ids)
    return list(Record.objects.filter(about).order_by("pk"))


def _belonging(application: Application) -> list[tuple[str, list[int]]]:
    """(object type, ids) of everything of its own that the journal may speak of."""
    item = PublicNoticeItem.objects.filter(application=application).first()
    pilot = getattr(application.entry, "pilot", None)
    own = [
        ("programme.libraryentry", [application.entry_id]),
        ("pilots.pilot", [pilot.pk] if pilot else []),
        ("reviews.scoresheet", list(application.score_sheets.values_list("pk", flat=True))),
        ("reviews.workplan", list(_ids(WorkPlan.objects.filter(application=application)))),
        ("reviews.visitcase", list(_ids(VisitCase.objects.filter(application=application)))),
        ("reviews.objection", list(_ids(Objection.objects.filter(item=item))) if item else []),
    ]
    revisions = list(application.revisions.values_list("pk", "packet__pk"))
    own.append(("applications.revision", [pk for pk, _ in revisions]))
    own.append(("applications.packet", [packet for _, packet in revisions if packet]))
    return own


def _ids(found) -> list[int]:
    return found.values_list("pk", flat=True)


def timeline(rows: list[Record]) -> Chapter:
    """The rows: what ``verify_journal`` checks, so that each can be found again by number and hash."""
    lines = [
        (row.pk, instant(row.at), f"{row.label}\n{row.actor_name}", row.summary, row.hash) for row in rows
    ]
    return Chapter(
        "日志",
        table(
            "与本申报有关的日志",
            ("序号", "时间", "事项、经办", "内容", "校验值"),
            lines,
            small=True,
            widths=(12, 24, 30, 0, 42),
        ),
    )


def messages(application: Application, rows: list[Record]) -> Chapter:
    """What was said to whom, once for all who were told the same; reviewers as such."""
    keys = Q(link__startswith=application.get_absolute_url())
    for row in rows:
        keys |= Q(key__startswith=f"record:{row.pk}:")
    found = list(Message.objects.filter(keys).order_by("pk"))
    people = User.objects.prefetch_related("grants").in_bulk(
        {each.recipient_id for each in found if each.recipient_id}
    )
    same: dict[tuple, list[Message]] = {}
    for each in found:
        same.setdefault((each.created_at, each.subject, each.body), []).append(each)
    lines = [
        (
            instant(at),
            _all_called([people.get(each.recipient_id) for each in group]),
            f"{subject}\n{body}",
            "；".join(dict.fromkeys(map(_sent, group))),
        )
        for (at, subject, body), group in same.items()
    ]
    head = ("时间", "收件人", "内容", "邮件")
    rows = table("站内消息和邮件", head, lines, small=True, widths=(24, 30, 0, 24))
    return Chapter("发出的消息", rows)


def _all_called(recipients: list[User | None]) -> str:
    """Everybody who was told, with how many there are of a kind that has no name here."""
    called = Counter(_called(person) for person in recipients)
    names = "、".join(f"{name} {number} 人" if number > 1 else name for name, number in called.items())
    return f"{names}（共 {len(recipients)} 人）" if len(called) > 1 else names


def _called(person: User | None) -> str:
    if person is None:
        return "无账号的收件人"
    return "评审专家" if Capability.REVIEW in person.capabilities else str(person)


def _sent(message: Message) -> str:
    return instant(message.sent_at) if message.sent_at else message.get_state_display()
