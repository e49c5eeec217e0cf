"""A state machine is a table of verbs, and one small executor runs a verb (design §2).

Buttons, views and tests ask the same table what is possible now; nothing else decides it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, cast

from django.db import models

from journal import acts
from journal.acts import M, Refused, locked, running, why_barred
from journal.facts import Facts
from journal.models import Audience

__all__ = ["Act", "Refused", "Verb", "Workflow"]


@dataclass(frozen=True)
class Verb(Generic[M]):
    """One row of a machine.

    Attributes:
        sources: states it may start from.
        target: state it leads to; None when the act itself chooses (``Act.target``) or nothing changes.
        who: may this person do it to this object?
        audience: who reads it in the timeline.
        refusal: the sentence for who may not; the usual one when None.
        too_late: the sentence for a row in another state; the usual one when None.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    who: Callable[[Any, M], bool]
    audience: str = Audience.PARTIES
    refusal: Callable[[Any, M], str] | None = None
    too_late: Callable[[M], str] | None = None


@dataclass(frozen=True)
class Moved(Facts):
    """Of the facts of every verb of a machine the state that it led to, which audits hold the row against."""

    to: str


@dataclass(kw_only=True)
class Act(acts.Act[M]):
    """A running verb of a machine.

    Attributes:
        target: the state that it leads to; None leaves the row in its state.
    """

    verb: Verb[M]
    target: str | None
    before: str = field(init=False)

    def __post_init__(self) -> None:
        self.before = cast(Any, self.object).state if self.object.pk else ""

    def settle(self) -> None:
        """Move the row to its new state and save it."""
        super().settle()
        if not self._removes:
            move(self.object, self.target, self.now)
            self.object.save()
        to = "" if self._removes else cast(Any, self.object).state
        self.facts = {"from": self.before, "to": to, **self.facts}


def move(obj: models.Model, target: str | None, now: datetime) -> None:
    """Set the state of a row and the instant of it, not saved yet."""
    row = cast(Any, obj)
    if target is not None:
        row.state = target
        if hasattr(row, "state_since"):  # where every state has a date of its own, there is none
            row.state_since = now


class Workflow(Generic[M]):
    """The machine of one model: its verbs, and the only way to change its ``state``."""

    def __init__(
        self, model: type[M], verbs: Iterable[Verb[M]], about: Callable[[M], models.Model] | None = None
    ) -> None:
        """Declare the table.

        Args:
            about: the row in whose timeline the verbs are recorded, when that is another.
        """
        self.model = model
        self.about = about
        self.verbs = {verb.name: verb for verb in verbs}

    def can(self, name: str, obj: M, actor: models.Model | None) -> bool:
        """Whether ``actor`` may do the verb to ``obj`` as it stands."""
        verb = self.verbs[name]
        return cast(Any, obj).state in verb.sources and verb.who(actor, obj)

    def available(self, obj: M, actor: models.Model | None) -> list[str]:
        """Names of the verbs that ``actor`` may do to ``obj`` now, in the order of the table."""
        return [name for name in self.verbs if self.can(name, obj, actor)]

    @contextmanager
    def perform(
        self, name: str, pk: int, *, actor: models.Model | None, at: datetime | None = None
    ) -> Iterator[Act[M]]:
        """Run a verb: open the transaction, read the clock, lock and re-read the row, check, act, save, record.

        Args:
            actor: the person, or None for the portal itself.
            at: the instant, when the caller has read it already.

        Raises:
            Refused: the verb is not possible for this person now; nothing has changed.
        """
        with self.perform_all(name, lambda: [locked(self.model, pk)], actor=actor, at=at) as running_acts:
            yield running_acts[0]

    @contextmanager
    def perform_all(
        self,
        name: str,
        lock: Callable[[], Iterable[M]],
        *,
        actor: models.Model | None,
        at: datetime | None = None,
    ) -> Iterator[list[Act[M]]]:
        """Run a verb on several rows, all or none; each has its own record, written when all is done.

        Args:
            lock: locks the rows in the order of docs/architecture.md and returns them. A row that is not saved yet
                begins its life with this verb.

        Raises:
            Refused: the verb is not possible for one of them; nothing has changed.
        """
        verb = self.verbs[name]
        with running(lambda now: [self._act(verb, obj, actor, now) for obj in lock()], at) as running_acts:
            yield running_acts

    def carry(self, name: str, obj: M, *, actor: models.Model | None, at: datetime) -> None:
        """Run a verb on a locked row as a part of another act, whose record tells of it.

        Raises:
            Refused: the verb is not possible for this person now.
        """
        verb = self.verbs[name]
        self._require(verb, obj, actor)
        move(obj, verb.target, at)
        obj.save()

    def _act(self, verb: Verb[M], obj: M, actor: models.Model | None, now: datetime) -> Act[M]:
        self._require(verb, obj, actor)
        return Act(
            name=verb.name,
            label=verb.label,
            object=obj,
            actor=actor,
            now=now,
            audience=verb.audience,
            about=self.about(obj) if self.about else None,
            verb=verb,
            target=verb.target,
        )

    def _require(self, verb: Verb[M], obj: M, actor: models.Model | None) -> None:
        row = cast(Any, obj)
        if row.state not in verb.sources:
            usual = f"当前状态为「{row.get_state_display()}」，不能再办理「{verb.label}」。请刷新页面查看最新状态。"
            raise Refused(verb.too_late(obj) if verb.too_late else usual)
        if not verb.who(actor, obj):
            usual = verb.refusal(actor, obj) if verb.refusal else f"您没有{verb.label}的权限。"
            raise Refused(why_barred(actor, obj) or usual)
