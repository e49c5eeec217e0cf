"""An act is one transaction that ends with the journal and the messages (design §2).

``PlainVerb`` declares an act on rows without a state; ``journal.workflow`` declares those of a state machine. Both
run through ``running``, so that every act reads the clock, locks, checks and records in the same order.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.db import models, transaction

from journal import clock
from journal.models import Audience, Record
from journal.recording import record, tell_of, told_facts

M = TypeVar("M", bound=models.Model)


class Refused(Exception):
    """A verb that may not run now. Its text is a plain Chinese sentence for the person."""


@dataclass
class Act(Generic[M]):
    """A running act: the locked object, the instant read once, and what is to be recorded and told.

    Attributes:
        object: the row that is acted on; an act that makes its row has none before.
        about: the row in whose timeline it is recorded, when that is another than ``object``.
        written: its row of the journal, once it is done.
    """

    name: str
    label: str
    object: M
    actor: models.Model | None
    now: datetime
    audience: str
    about: models.Model | None = None
    summary: str = ""
    facts: dict = field(default_factory=dict)
    written: Record | None = None
    _messages: list[dict] = field(default_factory=list)
    _nothing: bool = False
    _removes: bool = False

    def tell(self, users: Iterable, subject: str, body: str, link: str = "") -> None:
        """Tell people when the act is done; each hears one sentence once."""
        self._messages.append({"users": list(users), "subject": subject, "body": body, "link": link})

    def nothing(self) -> None:
        """Say that nothing changed: then nothing is recorded or told."""
        self._nothing = True

    def remove(self) -> None:
        """Delete the row when the act is done; the journal keeps what it was."""
        self._removes = True

    def settle(self) -> None:
        """Write what the act leads to, before anything is recorded."""
        if self._removes:  # not by the row itself, whose key the record still needs
            type(self.object)._default_manager.filter(pk=self.object.pk).delete()

    def write(self) -> None:
        """Write the journal, then the messages; the last thing of the transaction."""
        if self._nothing:
            return
        self.written = record(
            self.name,
            self.about or self.object,
            at=self.now,
            actor=self.actor,
            label=self.label,
            summary=self.summary,
            facts=self.facts | told_facts(self._messages),
            audience=self.audience,
        )
        tell_of(self.written, self._messages)


A = TypeVar("A", bound=Act)


@contextmanager
def running(begin: Callable[[datetime], list[A]], at: datetime | None) -> Iterator[list[A]]:
    """Run acts that stand or fall together: open the transaction, read the clock, begin, act, save, record.

    Args:
        begin: locks the rows and checks that each act is possible.
        at: the instant, when the caller has read it already.
    """
    with transaction.atomic():
        acts = begin(at or clock.now())
        yield acts
        for act in acts:
            act.settle()
        for act in acts:
            act.write()  # takes the end of the journal, which is the last lock of all


def anyone(actor: Any, obj: Any) -> bool:
    """Whoever asks: the act is open to all, or belongs to another act that has checked the person."""
    return True


def locked(model: type[M], pk: int) -> M:
    """The row, locked to the end of the transaction and as it stands now."""
    return model._default_manager.select_for_update(of=("self",)).get(pk=pk)


@dataclass(frozen=True)
class PlainVerb(Generic[M]):
    """An act on rows without a state.

    Attributes:
        model: of the rows that are acted on.
        who: may this person do it to this object (None: the act makes its row)?
        audience: who reads it in the timeline.
        refusal: the sentence for who may not; the usual one when empty.
    """

    model: type[M]
    name: str
    label: str
    who: Callable[[Any, Any], bool]
    audience: str = Audience.PARTIES
    refusal: str = ""

    def can(self, actor: models.Model | None, obj: M | None = None) -> bool:
        """Whether ``actor`` may do it, to ``obj`` where it is about a row that exists."""
        return self.who(actor, obj)

    @contextmanager
    def perform(
        self,
        about: int | Callable[[], M] | None = None,
        *,
        actor: models.Model | None,
        at: datetime | None = None,
    ) -> Iterator[Act[M]]:
        """Do it to one row: open the transaction, read the clock, lock and re-read, check, act, record.

        Args:
            about: key of the row; or what locks it, with others in the order of docs/architecture.md, and returns
                it; None when the act makes its row and says which (``Act.about``).
            actor: the person, or None for the portal itself.
            at: the instant, when the caller has read it already.

        Raises:
            Refused: the person may not; nothing has changed.
        """

        def lock() -> list[M]:
            if about is None:
                return [cast(M, None)]
            return [about() if callable(about) else locked(self.model, about)]

        with self.perform_all(lock, actor=actor, at=at) as acts:
            yield acts[0]

    @contextmanager
    def perform_all(
        self, lock: Callable[[], Iterable[M]], *, actor: models.Model | None, at: datetime | None = None
    ) -> Iterator[list[Act[M]]]:
        """Do it to several rows, all or none; each has its own record, written when all is done.

        Args:
            lock: locks the rows in the order of docs/architecture.md and returns them.

        Raises:
            Refused: the person may not do it to one of them; nothing has changed.
        """
        with running(lambda now: [self._act(obj, actor, now) for obj in lock()], at) as acts:
            yield acts

    def _act(self, obj: M, actor: models.Model | None, now: datetime) -> Act[M]:
        if not self.who(actor, obj):
            raise Refused(self.refusal or f"您没有{self.label}的权限。")
        return Act(self.name, self.label, obj, actor, now, self.audience)
