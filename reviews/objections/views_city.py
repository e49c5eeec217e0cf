"""Objections as city staff handle them: taken, looked into, answered. Nobody else reads them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.models import User
from files.responses import INLINE_TYPES, serve
from journal.models import Record
from journal.workflow import Refused
from reviews.models import Objection, ObjectionFile
from reviews.objections import actions as acts
from reviews.objections.forms import NoteForm, ResultForm, ReturnForm
from reviews.states import ObjectionState
from reviews.workflow import OBJECTION


@require_safe
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection with its evidence, notes and result."""
    return _page(request, _visible(request, pk))


@require_POST
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with name and contact of who objected, which the journal keeps that this person read."""
    objection = _visible(request, pk)
    try:
        acts.read_contact(objection.pk, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(objection)
    return _page(request, objection, contact=True)


def _visible(request: HttpRequest, pk: int) -> Objection:
    related = ("notice__cycle", "item__application", "taken_by", "closed_by", "proposed_by")
    related += ("struck_item__application__organisation",)
    return get_object_or_404(Objection.objects.visible_to(request.user).select_related(*related), pk=pk)


def _page(request: HttpRequest, objection: Objection, **forms) -> HttpResponse:
    verbs = OBJECTION.available(objection, request.user)
    handling = "note_objection" in verbs
    context = {
        "objection": objection,
        "notice": objection.notice,
        "family": objection.look.family,
        "files": [_file_row(file) for file in objection.files.select_related("file")],
        "notes": objection.notes.select_related("by"),
        "may_take": "take_objection" in verbs and objection.taken_by_id != request.user.pk,
        "note_form": NoteForm() if handling else None,
        "result_form": ResultForm(objection=objection) if handling else None,
        "may_find": handling and objection.taken_by_id == request.user.pk,
        "upholding": objection.state == ObjectionState.UPHOLDING,
        "return_form": ReturnForm(initial={"seen": objection.mark}) if "return_upholding" in verbs else None,
        "told_people": _told(objection),
        "records": Record.objects.about(Objection._meta.label_lower, objection.pk),
        "contact": False,
        **forms,
    }
    return render(request, "reviews/objections/detail.html", context)


def _told(objection: Objection) -> list[User]:
    """Who is told when it is confirmed that the objection holds."""
    item = objection.struck_item
    return list(User.objects.of(item.application.organisation)) if item else []


def _file_row(each: ObjectionFile) -> dict:
    url = reverse("objection_file", args=[each.pk])
    facts = {"name": each.name, "size": each.file.size, "sha256": each.file_id, "url": url}
    return facts | {"preview_url": f"{url}?show" if each.file.mime in INLINE_TYPES else ""}


@require_POST
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an objection in hand."""
    _visible(request, pk)
    return _done(request, pk, lambda: acts.take_objection(pk, actor=request.user), "异议已受理。")


@require_POST
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note on what was found."""
    objection, form = _visible(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, objection, note_form=form)
    text = form.cleaned_data["text"]
    return _done(
        request, pk, lambda: acts.note_objection(pk, actor=request.user, text=text), "核查记录已保存。"
    )


@require_POST
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Find, with reason and answer: that it does not hold, or propose that it holds."""
    objection = _visible(request, pk)
    form = ResultForm(request.POST, objection=objection)
    if not form.is_valid():
        return _page(request, objection, result_form=form)
    data = form.cleaned_data
    words = {"reason": data["reason"], "answer": data["answer"]}

    def close() -> None:
        if data["outcome"] == ResultForm.UPHELD:
            acts.propose_upholding(
                pk, actor=request.user, item=data.get("item"), told=data.get("told", ""), **words
            )
        else:
            acts.dismiss_objection(pk, actor=request.user, **words)

    proposed = data["outcome"] == ResultForm.UPHELD
    said = "已提出异议成立，请另一位工作人员确认。" if proposed else "异议已办结。"
    return _done(request, pk, close, said, result_form=form)


@require_POST
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_uphold(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as another person, that it holds."""
    _visible(request, pk)
    seen = request.POST.get("seen", "")
    return _done(
        request, pk, lambda: acts.uphold_objection(pk, actor=request.user, seen=seen), "异议已办结。"
    )


@require_POST
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the proposal that it holds, with a remark."""
    objection, form = _visible(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, objection, return_form=form)

    def send_back() -> None:
        acts.return_upholding(pk, actor=request.user, **form.cleaned_data)

    return _done(request, pk, send_back, "已退回，提出人会收到您的意见。", return_form=form)


def _done(request: HttpRequest, pk: int, act, said: str, **forms) -> HttpResponse:
    """Do it, and say so; a refusal is said on the page with nothing lost."""
    try:
        act()
    except Refused as refusal:
        if not forms:
            messages.error(request, str(refusal))
            return redirect("objection_detail", pk=pk)
        (form,) = forms.values()
        form.add_error(None, str(refusal))
        return _page(request, _visible(request, pk), **forms)
    messages.success(request, said)
    return redirect("objection_detail", pk=pk)


@require_safe
@only_for(Capability.ANSWER_OBJECTIONS)
def objection_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence that came with an objection."""
    visible = Objection.objects.visible_to(request.user)
    found = get_object_or_404(
        ObjectionFile.objects.filter(objection__in=visible).select_related("file"), pk=pk
    )
    return serve(found.file, found.name, inline="show" in request.GET)
