"""What publishing results would say, and to whom: composed once, for the preview and for the act (Notice 公示).

``Publication.checksum`` covers every text, every addressee and every line of the list; the act composes anew under its
locks and publishes only what has the checksum that was seen.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.urls import reverse

from accounts.capabilities import Capability
from accounts.models import Membership, User
from applications.states import Route
from journal.clock import day_of
from programme.cutoff import day_end
from programme.models import Cycle
from programme.workdays import working_days_after
from reviews.models import Decision, period_text
from reviews.results.wording import application_outcome, result_sentence

APPLICANTS, RECOMMENDERS, CITY = "申报单位", "推荐单位", "市级工作人员"


@dataclass(frozen=True)
class Terms:
    """How long the list is put up, and whom to ask: first day, working days, and the city's contact."""

    first_day: date
    working_days: int
    phone: str
    email: str

    def ends_at(self, corrections: Mapping[date, bool]) -> datetime:
        """The exclusive instant at which the notice ends: Beijing midnight after its last whole working day.

        The first day is not counted: from an instant within it on, no whole day is left of it (Civil Code §201).

        Args:
            corrections: ``Cycle.day_corrections``, or what they would be.
        """
        return day_end(working_days_after(self.first_day, self.working_days, corrections))


def usual_first_day(now: datetime) -> date:
    """The first day of a notice that is published at ``now``: that day, on which objections are taken already."""
    return day_of(now)


@dataclass(frozen=True)
class Outgoing:
    """One text and exactly who gets it.

    Attributes:
        kind: APPLICANTS, RECOMMENDERS or CITY. about: the organisation it goes to.
        application_id: that it is about; None when it is about several.
    """

    kind: str
    about: str
    people: tuple[User, ...]
    subject: str
    body: str
    link: str
    application_id: int | None = None

    @property
    def facts(self) -> list:
        """All of it that is seen in the preview, for the checksum."""
        people = sorted((person.pk, person.email) for person in self.people)
        return [self.kind, self.about, people, self.subject, self.body, self.link]


@dataclass(frozen=True)
class Publication:
    """Decisions to be published together, and everything that is said with it."""

    cycle: Cycle
    decisions: tuple[Decision, ...]
    terms: Terms
    ends_at: datetime
    introduction: str
    messages: tuple[Outgoing, ...]

    @property
    def proposed(self) -> list[Decision]:
        """Decisions whose applications go on the notice."""
        return [decision for decision in self.decisions if decision.outcome == Decision.Outcome.SELECTED]

    @property
    def period(self) -> str:
        """When the notice runs, in words."""
        return period_text(self.terms.first_day, self.ends_at, self.terms.working_days)

    @property
    def people(self) -> int:
        """How many messages go out."""
        return sum(len(message.people) for message in self.messages)

    @cached_property
    def counts(self) -> list[tuple[str, int, int]]:
        """(kind, texts, addressees) for each kind of addressee."""
        found = []
        for kind in (APPLICANTS, RECOMMENDERS, CITY):
            each = [message for message in self.messages if message.kind == kind]
            found.append((kind, len(each), sum(len(message.people) for message in each)))
        return found

    @property
    def unheard(self) -> list[str]:
        """Organisations whose results nobody would be told, because no active person belongs to them."""
        return [message.about for message in self.messages if not message.people]

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over all that the preview shows."""
        lines = [
            [
                decision.pk,
                decision.outcome,
                decision.remarks,
                decision.application.number,
                *_line(decision.application.entry),
            ]
            for decision in self.decisions
        ]
        terms = [str(self.terms.first_day), self.terms.working_days, self.terms.phone, self.terms.email]
        seen = [self.cycle.pk, lines, terms, self.ends_at.isoformat(), [m.facts for m in self.messages]]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def _line(entry) -> list[str]:
    return [entry.name, entry.organisation_name, entry.district, entry.pilot_type]


def ready_decisions(cycle: Cycle, ids: Iterable[int] | None = None) -> list[Decision]:
    """Decisions that may be published, in the order of their numbers; all of the cycle, or those of ``ids``."""
    found = Decision.objects.ready(cycle).select_related(
        *("application__entry", "application__cycle", "application__organisation", "application__recommender")
    )
    return list((found if ids is None else found.filter(pk__in=list(ids))).order_by("application__number"))


def compose(cycle: Cycle, decisions: Sequence[Decision], terms: Terms, introduction: str) -> Publication:
    """Everything that publishing these decisions would say, in three queries however many they are."""
    ends_at = terms.ends_at(cycle.day_corrections)
    period = period_text(terms.first_day, ends_at, terms.working_days)
    members = _members(decisions)
    messages = [_to_applicant(decision, introduction, period, terms, members) for decision in decisions]
    messages += _to_recommenders(cycle, decisions, members)
    messages.append(_to_city(cycle, decisions, period))
    return Publication(cycle, tuple(decisions), terms, ends_at, introduction, tuple(messages))


def _members(decisions: Sequence[Decision]) -> dict[int, tuple[User, ...]]:
    """Organisation id → its active people."""
    ids = {decision.application.organisation_id for decision in decisions}
    ids |= {decision.application.recommender_id for decision in decisions}
    rows = Membership.objects.filter(organisation__in=ids - {None}, user__is_active=True)
    found: dict[int, tuple[User, ...]] = {}
    for row in rows.select_related("user").order_by("user_id"):
        found[row.organisation_id] = (*found.get(row.organisation_id, ()), row.user)
    return found


def _to_applicant(
    decision: Decision, introduction: str, period: str, terms: Terms, members: dict
) -> Outgoing:
    application = decision.application
    selected = decision.outcome == Decision.Outcome.SELECTED
    paragraphs = [introduction, result_sentence(application, selected, decision.remarks)]
    if selected:
        paragraphs.append(f"公示期：{period}。名单见平台“公示”页面。咨询电话：{terms.phone}。")
    return Outgoing(
        APPLICANTS,
        application.organisation.name,
        members.get(application.organisation_id, ()),
        _subject(decision),
        "\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        application.get_absolute_url(),
        application.pk,
    )


def usual_message(decision: Decision) -> Outgoing:
    """What an applicant is told of a decision that is published by itself, without a notice."""
    application = decision.application
    selected = decision.outcome == Decision.Outcome.SELECTED
    return Outgoing(
        APPLICANTS,
        application.organisation.name,
        tuple(User.objects.of(application.organisation)),
        _subject(decision),
        result_sentence(application, selected, decision.remarks),
        application.get_absolute_url(),
        application.pk,
    )


def _subject(decision: Decision) -> str:
    selected = decision.outcome == Decision.Outcome.SELECTED
    return f"评选结果：{decision.application.number} {application_outcome(selected)}"


def _to_recommenders(cycle: Cycle, decisions: Sequence[Decision], members: dict) -> list[Outgoing]:
    """One message to each recommender, about what it recommended itself."""
    recommended: dict[int, list[Decision]] = {}
    for decision in decisions:
        if decision.application.route == Route.RECOMMENDED:
            recommended.setdefault(decision.application.recommender_id, []).append(decision)
    found = []
    for pk, own in sorted(recommended.items()):
        lines = [
            f"{each.application.number}「{each.application.entry.name}」（{each.application.entry.organisation_name}）："
            f"{application_outcome(each.outcome == Decision.Outcome.SELECTED)}"
            for each in own
        ]
        body = f"贵单位推荐的申报中，以下 {len(own)} 项已有评选结果：\n" + "\n".join(lines)
        name, link = own[0].application.recommender.name, reverse("recommender_list")
        subject = f"{cycle.year} 年度评选结果：贵单位推荐的 {len(own)} 项"
        found.append(Outgoing(RECOMMENDERS, name, members.get(pk, ()), subject, body, link))
    return found


def _to_city(cycle: Cycle, decisions: Sequence[Decision], period: str) -> Outgoing:
    proposed = sum(decision.outcome == Decision.Outcome.SELECTED for decision in decisions)
    body = (
        f"本次发布 {len(decisions)} 项：拟列为试点 {proposed} 项，纳入项目库 {len(decisions) - proposed} 项。"
    )
    if proposed:
        body += f"拟列为试点的已上网公示，公示期：{period}。"
    return Outgoing(
        CITY,
        "市生态环境局及事务中心",
        tuple(User.objects.who_may(Capability.PUBLISH).order_by("pk")),
        f"{cycle.year} 年度评选结果已发布",
        body,
        reverse("public_notice_desk"),
    )
