"""The page of a withdrawal: the organisation states its opinion here, the city works on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import may
from files import store
from files.refusals import StoreFull
from files.responses import INLINE_TYPES
from journal import clock
from journal.workflow import Refused
from pilots.models import Withdrawal
from pilots.states import Viewer
from pilots.withdrawal import actions as acts
from pilots.withdrawal.forms import DropForm, HearingForm, ProposeForm, ReturnForm, StatementForm
from pilots.withdrawal.letters import name_of, papers_of
from pilots.withdrawal.shown import family_of, mark_of, state_words, what_ends
from pilots.workflow import WITHDRAWAL


@require_safe
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """One withdrawal: notice, statement, hearing, decision, letters."""
    return show_withdrawal(request, visible_withdrawal(request, pk))


def visible_withdrawal(request: HttpRequest, pk: int) -> Withdrawal:
    """The withdrawal when this person may see it, else 404."""
    related = (
        "pilot__entry__cycle",
        "intended_by",
        "stated_by",
        "proposed_by",
        "decided_by",
        "statement_file",
    )
    return get_object_or_404(Withdrawal.objects.visible_to(request.user).select_related(*related), pk=pk)


def show_withdrawal(request: HttpRequest, row: Withdrawal, **forms) -> HttpResponse:
    """The page; ``forms`` are those that come back with errors."""
    now, for_city = clock.now(), may(request.user, Capability.READ_RECEIVED)
    over = now >= row.statement_until
    viewer, ending = Viewer.CITY if for_city else Viewer.ORGANISATION, what_ends(row.pilot)
    context = {
        "withdrawal": row,
        "pilot": row.pilot,
        "entry": row.pilot.entry,
        "for_city": for_city,
        "over": over,
        "state": state_words(row, for_city),
        "family": family_of(row, viewer, now),
        "files": _files(row),
        "papers": [(paper, name_of(row, paper)) for paper in papers_of(row, for_city)],
        "ending": ending.words,
        "seen": mark_of(row, row.pilot, ending),
        "shown_forms": forms.values(),
    }
    context |= _what_is_to_be_done(row, WITHDRAWAL.available(row, request.user), over)
    return render(request, "pilots/withdrawal/withdrawal.html", context | forms)


def _what_is_to_be_done(row: Withdrawal, verbs: list[str], over: bool) -> dict:
    """The forms of what a person may do now; None for each of the others."""
    proposing = "propose_withdrawal" in verbs and bool(over or row.stated_at)
    return {
        "statement_form": _form(StatementForm, "state_opinion" in verbs and not over, withdrawal=row),
        "hearing_form": _form(HearingForm, "note_hearing" in verbs, withdrawal=row),
        "propose_form": _form(ProposeForm, proposing, initial={"conclusion": row.conclusion}),
        "may_decide": "decide_withdrawal" in verbs and over,
        "return_form": _form(ReturnForm, "return_withdrawal" in verbs),
        "drop_form": _form(DropForm, "drop_withdrawal" in verbs),
    }


def _form(form, open_now: bool, **what):
    return form(**what) if open_now else None


def _files(row: Withdrawal) -> list[dict]:
    if row.statement_file is None:
        return []
    url, stored = reverse("withdrawal_file", args=[row.pk]), row.statement_file
    facts = {"name": row.statement_file_name, "size": stored.size, "sha256": stored.pk, "url": url}
    return [facts | {"preview_url": f"{url}?show" if stored.mime in INLINE_TYPES else ""}]


@require_POST
@only_for(Capability.APPLY)
def withdrawal_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the statement of the organisation, or replace it."""
    row = visible_withdrawal(request, pk)
    form = StatementForm(request.POST, request.FILES, withdrawal=row)
    if not form.is_valid():
        return show_withdrawal(request, row, statement_form=form)
    data, checked = form.cleaned_data, form.checked
    try:
        acts.state_opinion(
            pk,
            actor=request.user,
            statement=data["statement"],
            file=store.put(data["file"], checked.mime) if checked else None,
            file_name=checked.name if checked else "",
            drop_file=data.get("drop_file", False),
        )
    except (Refused, StoreFull) as refusal:
        form.add_error(None, str(refusal))
        return show_withdrawal(request, visible_withdrawal(request, pk), statement_form=form)
    messages.success(request, "陈述意见已提交。期限以内可以更换。")
    return redirect(row)
