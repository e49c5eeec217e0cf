"""An act is one transaction that ends with the journal and the messages (design §2).

``PlainVerb`` declares an act on rows without a state; ``journal.workflow`` declares those of a state machine. Both
run through ``running``, so that every act reads the clock, locks, checks and records in the same order.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction

from journal import clock
from journal.models import Audience, Record
from journal.recording import record, tell_of

M = TypeVar("M", bound=models.Model)

UNIQUE_VIOLATION = "23505"  # PostgreSQL
COLUMNS = re.compile(r"\((.+?)\)=")
SQLITE = re.compile(r"UNIQUE constraint failed: (?:index '(?P<index>\w+)'|(?P<columns>.+))")
THERE_ALREADY = "刚才已有相同的内容保存，这次没有重复办理。请刷新页面查看最新情况。"


class Refused(Exception):
    """A verb that may not run now. Its text is a plain Chinese sentence for the person."""


class Repeated(Refused):
    """What an act would make stands once only, and is there already: a second press, or somebody was faster."""


def repeat_sentence(error: IntegrityError) -> str | None:
    """The sentence for what is there already; None when something else is wrong with the data.

    Two equal presses at once both pass every check, and the database lets one through. The other reads the sentence of
    the constraint or field; a general one where there is none.
    """
    cause: Any = error.__cause__
    if getattr(cause, "pgcode", None) == UNIQUE_VIOLATION:
        columns = COLUMNS.search(cause.diag.message_detail or "")
        return _sentence(cause.diag.table_name, cause.diag.constraint_name, columns[1] if columns else "")
    if failed := SQLITE.search(str(error)):
        return _sentence(
            (failed["columns"] or "").partition(".")[0], failed["index"], failed["columns"] or ""
        )
    return None


def _sentence(table: str, name: str | None, columns: str) -> str:
    """What the constraint of that name says; where it has none, the one over the same columns of the table.

    Args:
        columns: as the database lists them, each perhaps behind its table.
    """
    names = {column.strip(' "').rpartition(".")[2] for column in columns.split(",")}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return _said_by(constraint)
    for model in apps.get_models():
        if model._meta.db_table == table:
            return _words_of(model, names)
    return THERE_ALREADY


def _words_of(model: type[models.Model], names: set[str]) -> str:
    """What a model says of these columns, which are unique together."""
    for constraint in model._meta.constraints:
        if _columns(model, constraint) == names:
            return _said_by(constraint)
    for own in model._meta.local_fields:
        if {own.column} == names and _has_words(own):
            return str(own.error_messages["unique"])
    return THERE_ALREADY


def _columns(model: type[models.Model], constraint: models.BaseConstraint) -> set[str]:
    names = constraint.fields if isinstance(constraint, models.UniqueConstraint) else ()
    return {field.column for field in model._meta.local_fields if field.name in names}


def _said_by(constraint: models.BaseConstraint) -> str:
    """The sentence of a constraint; the general one for those of libraries, which have Django's."""
    own = constraint.violation_error_message != constraint.default_violation_error_message
    return str(constraint.get_violation_error_message()) if own else THERE_ALREADY


def _has_words(field: models.Field) -> bool:
    """Whether the field says in its own words that its value is taken."""
    return "%" not in str(field.error_messages["unique"])


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
            facts=self.facts,
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

    Raises:
        Repeated: a unique constraint of the database stands against it.
    """
    try:
        with transaction.atomic():
            acts = begin(at or clock.now())
            yield acts
            for act in acts:
                act.settle()
            for act in acts:
                act.write()  # takes the end of the journal, which is the last lock of all
    except IntegrityError as error:
        sentence = repeat_sentence(error)
        if sentence is None:
            raise
        raise Repeated(sentence) from error


def anyone(actor: Any, obj: Any) -> bool:
    """Whoever asks: the act is open to all, or belongs to another act that has checked the person."""
    return True


def why_barred(actor: models.Model | None, obj: object) -> str:
    """Why this person must keep away from a row, as the row says it; "" for rows that keep nobody away (REV-2)."""
    ask = getattr(obj, "why_barred", None)
    return ask(actor) if ask else ""


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
            raise Refused(why_barred(actor, obj) or self.refusal or f"您没有{self.label}的权限。")
        return Act(self.name, self.label, obj, actor, now, self.audience)
