"""A state machine is a table of verbs, and one small executor runs a verb (design §2).

Buttons, views and tests ask the same table what is possible now; nothing else decides it.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.db import models, transaction

from journal import clock
from journal.models import Audience
from journal.recording import record, tell_of

M = TypeVar("M", bound=models.Model)


class Refused(Exception):
    """A verb that may not run now. Its text is a plain Chinese sentence for the person."""


@dataclass(frozen=True)
class Verb(Generic[M]):
    """One row of a machine.

    Attributes:
        sources: states it may start from.
        target: state it leads to; None when the act itself chooses (``Act.target``) or nothing changes.
        who: may this person do it to this object?
        audience: who reads it in the timeline.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    who: Callable[[Any, M], bool]
    audience: str = Audience.PARTIES


@dataclass
class Act(Generic[M]):
    """A running verb: the locked object, the instant read once, and what is to be recorded and told."""

    verb: Verb[M]
    object: M
    actor: models.Model | None
    now: datetime
    target: str | None
    summary: str = ""
    facts: dict = field(default_factory=dict)
    _messages: list[dict] = field(default_factory=list)

    def tell(self, users: Iterable, subject: str, body: str, link: str = "") -> None:
        """Tell people when the verb is done; each hears it once per verb."""
        self._messages.append({"users": list(users), "subject": subject, "body": body, "link": link})


class Workflow(Generic[M]):
    """The machine of one model: its verbs, and the only way to change its ``state``."""

    def __init__(self, model: type[M], verbs: Iterable[Verb[M]]) -> None:
        self.model = model
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
        verb = self.verbs[name]
        with transaction.atomic():
            now = at or clock.now()
            # Any: it has ``state`` and ``state_since`` beside what every model has.
            obj: Any = self.model._default_manager.select_for_update(of=("self",)).get(pk=pk)
            if obj.state not in verb.sources:
                raise Refused(
                    f"当前状态为「{obj.get_state_display()}」，不能再办理「{verb.label}」。请刷新页面查看最新状态。"
                )
            if not verb.who(actor, obj):
                raise Refused(f"您没有{verb.label}的权限。")
            act = Act(verb=verb, object=obj, actor=actor, now=now, target=verb.target)
            before = obj.state
            yield act
            if act.target is not None:
                obj.state, obj.state_since = act.target, now
            obj.save()
            row = record(
                name,
                obj,
                at=now,
                actor=actor,
                label=verb.label,
                summary=act.summary,
                facts={"from": before, "to": obj.state, **act.facts},
                audience=verb.audience,
            )
            tell_of(row, act._messages)
