"""Who changed what last in a draft, place by place: what a person is told whose copy is stale. Pure."""

from datetime import datetime

from accounts.models import User
from applications.models import Application
from applications.requirements import PROOFS, REMIT
from face.wording import instant_words
from sheets.merging import edits
from sheets.merging.merge import mark_data, marks_of

BASICS = ("field", "district", "route", "recommender")


def marks(application: Application) -> dict[str, str]:
    """The marks of everything in a draft that a person may change, by key path."""
    found = marks_of(application.form, application.answers)
    for part in application.form.repeatable_parts:
        found[part.key] = mark_data(len(application.answers.get(part.key) or [{}]))
    found |= {f"basics/{name}": mark_data(_basic(application, name) or None) for name in BASICS}
    found |= {f"conditions/condition_{key}": mark_data(True) for key in application.confirmed_conditions}
    for key, reason in application.norm_reasons.items():
        page = {PROOFS: "materials", REMIT: "basics"}.get(key, "conditions")
        found[f"{page}/reason_{key}"] = mark_data(reason or None)
    return found


def _basic(application: Application, name: str) -> str | int | None:
    return application.recommender_id if name == "recommender" else getattr(application, name)


def stamped(application: Application, before: dict[str, str], actor: User, at: datetime) -> dict:
    """The edits of the draft with those that changed since ``before`` put down to ``actor``."""
    after = marks(application)
    changed = [path for path in before.keys() | after.keys() if before.get(path, "") != after.get(path, "")]
    return edits.stamped(application.edits, changed, actor=actor, at=at)


def last_edit(application: Application, path: str, reader: User) -> tuple[str, str]:
    """Who changed a place last and when, in words for ``reader``; where nobody is known, who saved the draft last."""
    saved_by, at = application.saved_by, application.saved_at.isoformat()
    stamp = application.edits.get(path) or (saved_by.pk, str(saved_by), at)
    return edits.writer_words(stamp, reader.pk), instant_words(stamp[2])
