"""Writing the journal and the outbox, inside the transaction of the verb."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models

from journal.models import Audience, Head, Message, Record
from journal.recipe import STREAM, as_stored, canonical, digest_of, new_salt, row_hash
from journal.work import nudge

TOLD = "messages"  # of the facts of a row: what its act told to whom; a row without it told nobody, or is from 1.0.0


def record(
    verb: str,
    obj: models.Model,
    *,
    at: datetime,
    actor: models.Model | None = None,
    label: str,
    summary: str = "",
    facts: dict | None = None,
    audience: str = Audience.PARTIES,
) -> Record:
    """Append what happened to ``obj`` (any saved model instance). ``actor`` None is the portal itself.

    Takes the lock on the end of the chain, so call it last in a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The journal is written inside the transaction of the verb.")
    head = _locked_head()
    row = Record(
        at=at,
        actor_id=actor.pk if actor else None,
        actor_name=str(actor) if actor else "系统",
        verb=verb,
        label=label,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        audience=audience,
        summary=summary,
        facts=as_stored(facts or {}),
        previous_hash=head.hash,
    )
    for name, value in row.salted().items():
        salt = new_salt()
        setattr(row, f"{name}_salt", salt)
        setattr(row, f"{name}_digest", digest_of(salt, value))
    row.hash = row_hash(row)
    row.save(force_insert=True)
    head.hash, head.count = row.hash, head.count + 1
    head.save(update_fields=["hash", "count"])
    return row


def _locked_head() -> Head:
    heads = Head.objects.select_for_update().filter(stream=STREAM)
    if head := heads.first():
        return head
    Head.objects.get_or_create(stream=STREAM)
    return heads.get()


def tell(users: Iterable, *, key: str, subject: str, body: str, link: str = "", at: datetime) -> None:
    """Put one message per person into the outbox; a key that exists already is left alone.

    Args:
        users: people with ``pk`` and ``email``.
        key: what is said, unique per event; the person is added to it.
        link: path of the page that the message is about.
    """
    _put_out(_to_each(users, key, subject=subject, body=body, link=link, created_at=at))


def tell_of(row: Record, messages: Iterable[dict]) -> None:
    """Put the messages of the verb that was just recorded as ``row`` into the outbox, each once per person.

    Their keys are as new as the row, so none can have been said.

    Args:
        messages: ``users`` as for ``tell``, ``subject``, ``body`` and ``link``.
    """
    said = [
        each
        for number, message in enumerate(messages)
        for each in _to_each(key=f"record:{row.pk}:{number}", created_at=row.at, **message)
    ]
    for message in Message.objects.bulk_create(said):
        nudge(message)


def _to_each(users: Iterable, key: str, **what: Any) -> list[Message]:
    people = {user.pk: user for user in users}
    return [
        Message(key=f"{key}:{pk}", recipient_id=pk, email=user.email, **what) for pk, user in people.items()
    ]


def write_to(email: str, *, key: str, subject: str, body: str, link: str = "", at: datetime) -> None:
    """Put an e-mail to an address without an account into the outbox; a key that exists already is left alone."""
    _put_out([Message(key=key, email=email, subject=subject, body=body, link=link, created_at=at)])


def _put_out(messages: list[Message]) -> None:
    Message.objects.bulk_create(messages, ignore_conflicts=True)  # what was said already stays as it is
    keys = [message.key for message in messages]
    for message in Message.objects.filter(key__in=keys, state=Message.State.PENDING).only("pk"):
        nudge(message)


def told_facts(messages: Iterable[Mapping[str, Any]]) -> dict:
    """The fact that the messages of an act leave in its row: how many, and a salted digest; nothing without messages.

    Args:
        messages: ``users``, ``subject``, ``body`` and ``link`` of each.
    """
    lines = []
    for number, message in enumerate(messages):
        said = [message[name] for name in ("subject", "body", "link")]
        people = {user.pk: user.email for user in message["users"]}
        lines += [told_line(number, pk, email, *said) for pk, email in people.items()]
    if not lines:
        return {}
    salt = new_salt()
    return {TOLD: {"count": len(lines), "salt": salt, "digest": told_digest(salt, lines)}}


def told_line(number: int | str, person: int, email: str, subject: str, body: str, link: str) -> str:
    """SHA-256 of one message to one person, the ``number``-th that its act said."""
    return hashlib.sha256(canonical([str(number), person, email, subject, body, link]).encode()).hexdigest()


def told_digest(salt: str, lines: Iterable[str]) -> str:
    """The salted digest over all messages of an act, in whichever order they come."""
    return digest_of(salt, sorted(lines))
