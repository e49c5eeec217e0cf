"""Saving the pages of a draft that are no part of the official form: basics, conditions, why there are no proofs."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from applications.filling.basics_form import BasicsForm
from applications.filling.edits import last_edit
from applications.filling.forms import ConditionsForm, ProofsForm
from applications.filling.saving import Saved, locked_draft, write
from sheets.merging.clashes import THEIRS, Clash, sent_marks
from sheets.merging.merge import Verdict, mark_data, verdict

FORMS = {"basics": BasicsForm, "conditions": ConditionsForm, "materials": ProofsForm}
PageForm = BasicsForm | ConditionsForm | ProofsForm


def page_marks(form: PageForm) -> dict[str, str]:
    """The marks that the page of a form carries: of what the draft holds, field by field."""
    return {name: _mark(entry) for name, entry in form.stored_entries().items()}


def _mark(entry: str) -> str:
    return mark_data(entry or None)


@transaction.atomic
def save_page(application_id: int, key: str, data: Mapping, *, actor: User) -> Saved:
    """Save what was sent of the page ``key``; what another person changed meanwhile is not overwritten.

    Raises:
        Application.DoesNotExist, Refused: as ``saving.locked_draft``.
    """
    application, now = locked_draft(application_id, actor)
    form = FORMS[key](data, application=application)
    form.is_valid()
    stored, sent = form.stored_entries(), form.entered()
    copy = sent_marks(data, set(stored))
    saved, chosen = Saved(application, now, dict(copy)), dict(stored)
    for name, entry in sent.items():
        found = _decide(name, copy, stored[name], entry, data)
        if found is Verdict.CLASH:
            versions = entry, stored[name]
            saved.clashes[name] = _clash(form, name, versions, last_edit(application, f"{key}/{name}", actor))
            continue
        chosen[name] = entry if found is Verdict.MINE else stored[name]
        saved.copy[name] = _mark(entry)
        if entry != chosen[name]:
            saved.newer.append(str(form.fields[name].label))
    if chosen != stored:
        write(application, actor=actor, at=now, **form.put(chosen))
    return saved


def _decide(name: str, copy: Mapping, stored: str, entry: str, data: Mapping) -> Verdict:
    """Which version of a field holds; what the person decided about a clash counts as seen."""
    now, mine, pick = _mark(stored), _mark(entry), data.get(f"pick-{name}")
    before = copy.get(name, now)
    if pick == THEIRS:
        return Verdict.THEIRS
    return verdict(str(data.get(f"seen-{name}", "")) if pick else before, mine, now)


def _clash(form: PageForm, name: str, versions: tuple[str, str], edit: tuple[str, str]) -> Clash:
    mine, theirs = (form.words(name, version) for version in versions)
    return Clash(name, str(form.fields[name].label), mine, theirs, *edit, seen=_mark(versions[1]))
