"""Saving a draft: what one person entered is put into what is stored at that moment, under the lock of its row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications.filling.edits import last_edit, marks, stamped
from applications.models import Application
from applications.rules import may_edit
from applications.states import NOT_RECEIVED
from applications.year.progress import counting
from applications.year.sentences import standing_now
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle
from sheets.answers import MAX_BLOCKS, display
from sheets.forms import PartForm
from sheets.merging.clashes import MINE, THEIRS, Clash
from sheets.merging.merge import Conflict, Merged, mark, marks_of, merge


@dataclass
class Saved:
    """What became of what a person sent.

    Attributes:
        application: as it is stored now.
        at: when it was saved.
        copy: the marks that the person's page carries from now on, by the name of the web field.
        clashes: what was not saved because others changed it too, by the name of the web field or of the block.
        newer: labels of what others changed and the person's page shows as it was.
        kept: why a block that was to be removed is still there; empty when nothing was refused.
        entered: the answers as the person sees them, for a page that shows the clashes.
    """

    application: Application
    at: datetime
    copy: dict[str, str]
    clashes: dict[str, Clash] = field(default_factory=dict)
    newer: list[str] = field(default_factory=list)
    kept: str = ""
    entered: dict = field(default_factory=dict)


@transaction.atomic
def save_draft(application_id: int, *, actor: User, **changes) -> Application:
    """Save fields of the draft as they are, complete or not.

    Raises:
        Refused: the application cannot be edited now.
    """
    locked = Application.objects.select_for_update(of=("self",)).select_related("cycle")
    application = locked.get(pk=application_id)
    require_editable(actor, application)
    return write(application, actor=actor, at=clock.now(), **changes)


def require_editable(actor: User, application: Application) -> None:
    """Raise Refused when the person may not change the draft as it stands."""
    if not may_edit(actor, application):
        raise Refused(f"该申报当前为「{application.get_state_display()}」，不能修改。")


def write(application: Application, *, actor: User, at: datetime, **changes) -> Application:
    """Write fields of a locked draft, and who changed what."""
    before = marks(application)
    for name, value in changes.items():
        setattr(application, name, value)
    application.edits = stamped(application, before, actor, at)
    application.saved_at, application.saved_by = at, actor
    changes |= {"edits": application.edits, "saved_at": at, "saved_by": actor}
    # Not save(): the object may stand under a cycle of a year that nobody has opened yet.
    Application.objects.filter(pk=application.pk).update(**changes)
    return application


def locked_draft(application_id: int, actor: User) -> tuple[Application, datetime]:
    """Lock a draft of the person's organisation; return it under the year it counts for now, and the instant.

    Raises:
        Application.DoesNotExist: there is none for this person.
        Refused: it cannot be edited now.
    """
    now = clock.now()
    own = Application.objects.drafts_of(actor).select_related("cycle", "saved_by")
    application = own.select_for_update(of=("self",)).get(pk=application_id)
    require_editable(actor, application)
    if application.state in NOT_RECEIVED and now >= application.cycle.cutoff:
        standing_now(application, counting(application, now, Cycle.objects.cutoffs()))
    return application, now


@transaction.atomic
def save_part(application_id: int, key: str, data: Mapping, *, actor: User) -> Saved:
    """Save what was sent of one part of the form, complete or not, malformed or not.

    Raises:
        Application.DoesNotExist, Refused: as ``locked_draft``.
        KeyError: the applicant fills in no such part.
    """
    application, now = locked_draft(application_id, actor)
    parts = {part.key: part for part in application.form.applicant_parts}
    form, part, theirs = application.form, parts[key], application.answers
    fields = PartForm(form, part, application.cycle.year, theirs, data)
    entered = fields.entered(theirs)
    merged = merge(
        form,
        part,
        fields.sent_copy,
        entered,
        theirs,
        decided=fields.decided,
        back=fields.picked_blocks(MINE),
        dropped=fields.picked_blocks(THEIRS),
    )
    clashes = _clashes(application, fields, merged, actor)
    newer = [slot.label for slot in merged.newer]
    saved = Saved(application, now, fields.by_name(merged.copy), clashes, newer, entered=entered)
    if merged.clean:
        saved.kept = _restructure(application, fields, merged, actor)
    if merged.answers != theirs:
        write(application, actor=actor, at=now, answers=merged.answers)
    return saved


def _restructure(application: Application, fields: PartForm, merged: Merged, actor: User) -> str:
    """Add or remove the block that was asked for; return why it was not removed, else an empty text."""
    listed, key = merged.answers.get(fields.part.key), fields.part.key
    if fields.adds and len(listed) < MAX_BLOCKS:
        listed.append({})
    place = merged.places.get(fields.removed)
    if place is None or len(listed) < 2:
        return ""
    now = marks_of(application.form, application.answers, (fields.part,))
    copy = fields.sent_copy
    for slot in fields.blocks[fields.removed].slots:
        path = f"{key}/{place}/{slot.path.split('/', 2)[2]}"
        if now.get(path, "") != copy.get(slot.path, now.get(path, "")):
            who, when = last_edit(application, path, actor)
            return f"没有删除{fields.blocks[fields.removed].number}：{who}在 {when} 改过它。请先看看改了什么，再决定是否删除。"
    listed.pop(place)
    return ""


def _clashes(application: Application, fields: PartForm, merged: Merged, actor: User) -> dict[str, Clash]:
    """The conflicts in words, as the page shows them."""
    found = [_clash(application, fields, conflict, actor) for conflict in merged.conflicts]
    found += [_gone(application, fields, index, actor) for index in merged.gone]
    return {clash.name: clash for clash in found}


def _clash(application: Application, fields: PartForm, conflict: Conflict, actor: User) -> Clash:
    slot = conflict.slot
    mine, theirs = display(slot.leaf, conflict.mine), display(slot.leaf, conflict.theirs)
    who, when = last_edit(application, conflict.path, actor)
    return Clash(
        fields.names[slot.path], slot.label, mine, theirs, who, when, mark(slot.leaf, conflict.theirs)
    )


def _gone(application: Application, fields: PartForm, index: int, actor: User) -> Clash:
    block = fields.blocks[index]
    lines = [f"{slot.leaf.label}：{display(slot.leaf, block.take(slot))}" for slot in block.slots]
    who, when = last_edit(application, fields.part.key, actor)
    return Clash(block.block_name, block.number, "\n".join(lines), "", who, when, gone=True)
