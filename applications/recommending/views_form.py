"""The pre-check of one application beside its form: the sheet, the opinion, forwarding (REC-2, REC-3)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from applications.dossier import changes as dossier_changes
from applications.dossier import revision as dossier_revision
from applications.dossier.earlier import earlier_of
from applications.dossier.opinion import opinion_of
from applications.duplicates import RULE_TEXT, duplicates_of
from applications.models import Application, Opinion, OpinionText, PreCheck, Revision
from applications.packets.status import status_of
from applications.paper.way import paper_way
from applications.recommending import actions as recommending
from applications.recommending.desk import desk
from applications.recommending.forms import DatedForm
from applications.recommending.parks.order import parks_of
from applications.recommending.precheck import actions as precheck_actions
from applications.recommending.precheck import lines as precheck_lines
from applications.recommending.precheck.carry_over import carry_over
from applications.recommending.precheck.forms import PreCheckForm
from applications.remarks.follow_up import answered_remarks, marks_for
from applications.states import APPLICATION_LOOKS, State, Viewer
from applications.workflow import APPLICATION
from applications.year.progress import counting, cutoff_is_close
from applications.year.sentences import explanation, standing_now
from face.templatetags.portal import chinese_datetime
from journal import clock
from journal.workflow import Refused
from programme.models import Cycle
from sheets.answers import sentence
from sheets.forms import PartForm
from sheets.html import Marks

GO = {
    "save": ("recommender_form", "#opinion"),
    "preview": ("recommender_form", "#paper-end"),
    "to_return": ("recommender_return", ""),
    "to_decline": ("recommender_decline", ""),
}


@dataclass
class Work:
    """What a recommender has open: the application, the sheet kept so far, and the forms over both."""

    application: Application
    precheck: PreCheck | None
    sheet: PreCheckForm
    opinion: PartForm
    dated: DatedForm

    @property
    def revision(self):
        """The version that is pre-checked."""
        return self.application.current_revision


def opened(request: HttpRequest, pk: int) -> Application:
    """An application that lies at, or was acted on by, the own recommender; otherwise 404."""
    desk(request)
    visible = Application.objects.at_desk_of(request.user)
    application = get_object_or_404(
        visible.select_related("cycle", "organisation", "current_revision", "recommender", "entry"), pk=pk
    )
    application.current_revision.application = application
    return application


@never_cache
def recommender_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a revision, pre-check it, and recommend it with an opinion (REC-2)."""
    application, now = opened(request, pk), clock.now()
    counts = counting(application, now, Cycle.objects.cutoffs())
    standing_now(application, counts)
    work = _work(request, application)
    problems: list = []
    if request.method == "POST":
        answer, problems = _act(request, work)
        if answer:
            return answer
    context = _reading(work, request.user) | _writing(work, request.user, problems)
    context |= {"counting": counts, "pressing": cutoff_is_close(counts, now)}
    if application.programme_form.counts_for_quota and context["writable"]:
        parks = parks_of(application.recommender, now)
        context |= {"parks": parks, "quota": parks.quota, "park": parks.by_id.get(application.pk)}
    return render(request, "applications/recommending/form.html", context)


def _work(request: HttpRequest, application: Application) -> Work:
    """The forms of the page, over what is kept or over what was sent."""
    revision, sent = application.current_revision, request.POST if request.method == "POST" else None
    precheck = (
        PreCheck.objects.at_desk_of(request.user).filter(revision=revision).select_related("by").first()
    )
    earlier = _earlier(request.user, revision)
    begun = carry_over(earlier, revision)
    shown = precheck or begun
    known = {"recommender_contact": request.user.name, "recommender_phone": request.user.phone}
    kept = shown.opinion if shown else {}
    answers = {key: value for key, value in known.items() if value} | kept
    form = application.form
    dated = {"dated": precheck.dated} if precheck and precheck.dated else None
    return Work(
        application,
        precheck,
        PreCheckForm(sent, revision=revision, precheck=precheck, earlier=earlier, begun=begun),
        PartForm(form, form.recommender_part, application.cycle.year, answers, data=sent, complete=True),
        DatedForm(sent, initial=dated, revision=revision),
    )


def _earlier(user: User, revision: Revision) -> PreCheck | None:
    """The own sheet over the latest version before this one."""
    own = PreCheck.objects.at_desk_of(user).filter(
        revision__application=revision.application_id, revision__number__lt=revision.number
    )
    return own.select_related("revision").order_by("revision__number").last()


def _act(request: HttpRequest, work: Work) -> tuple[HttpResponse | None, list[tuple[str, str]]]:
    """Save everything that was typed, then do what the pressed button says.

    Returns:
        Where to go, or None and what is to be put right: (anchor, sentence).
    """
    act, application = request.POST.get("act", "save"), work.application
    try:
        _save(request, work)
        if "insert" in request.POST:
            _insert(request, work)
            return redirect(reverse("recommender_form", args=[application.pk]) + "#opinion"), []
        if act != "forward":
            name, anchor = GO.get(act, GO["save"])
            if act in ("save", "preview"):
                messages.success(request, "初审表和推荐意见已保存，尚未报送。")
            return redirect(reverse(name, args=[application.pk]) + anchor), []
        if problems := _problems(work):
            messages.error(request, "尚未报送：初审表和推荐意见还没有填写完整。已填写的内容已经保存。")
            return None, problems
        return _forward(request, work), []
    except Refused as refused:
        messages.error(request, str(refused))
    return None, []


def _save(request: HttpRequest, work: Work) -> None:
    sheet, dated = work.sheet, work.dated
    sheet.is_valid(), dated.is_valid(), work.opinion.is_valid()
    revision = request.POST.get("revision", "")
    work.precheck = precheck_actions.save_precheck(
        work.application.pk,
        actor=request.user,
        revision_id=int(revision) if revision.isdecimal() else work.revision.pk,
        findings=sheet.found("findings"),
        materials=sheet.found("materials"),
        opinion=work.opinion.save_into({}),
        dated=dated.cleaned_data.get("dated"),
        seen=request.POST.get("seen", ""),
    )


def _insert(request: HttpRequest, work: Work) -> None:
    """Put a reusable text behind what is written: the way without JavaScript."""
    wanted = request.POST["insert"]
    texts = OpinionText.objects.visible_to(request.user)
    text = get_object_or_404(texts, pk=int(wanted) if wanted.isdecimal() else 0).text
    kept = work.precheck
    before = str(kept.opinion.get("recommender_opinion") or "")
    opinion = kept.opinion | {"recommender_opinion": f"{before}\n{text}".strip()}
    precheck_actions.save_precheck(
        work.application.pk,
        actor=request.user,
        revision_id=kept.revision_id,
        findings=kept.findings,
        materials=kept.materials,
        opinion=opinion,
        dated=kept.dated,
        seen=precheck_actions.mark_of(kept),
    )


def _problems(work: Work) -> list[tuple[str, str]]:
    """(anchor, sentence) of all that keeps the application from being forwarded."""
    found = [
        (work.sheet.anchor(line, "met" if "选择是或否" in message else "remark"), f"{line.text}：{message}")
        for line, message in precheck_lines.open_lines(work.precheck, work.revision)
    ]
    found += [(anchor, sentence(label, message)) for anchor, label, message in work.opinion.problems]
    found += [(work.dated["dated"].auto_id, message) for message in work.dated["dated"].errors]
    return found


def _forward(request: HttpRequest, work: Work) -> HttpResponse:
    done = recommending.forward(
        work.application.pk,
        actor=request.user,
        opinion=work.precheck.opinion,
        dated=work.dated.cleaned_data["dated"],
    )
    why = explanation(done)
    messages.success(
        request,
        f"「{done.title}」已推荐报送，编号 {done.number}，参加 {done.cycle.year} 年度评选。{why}",
    )
    return redirect("recommender_list")


@require_POST
def recommender_save(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep the sheet and the opinion while they are typed; says what is kept, or why it is not."""
    work = _work(request, opened(request, pk))
    try:
        _save(request, work)
    except Refused as refused:
        return JsonResponse({"refused": str(refused)})
    kept = work.precheck
    count = len(precheck_lines.open_lines(kept, work.revision))
    rest = f"初审表还有 {count} 项待填。" if count else "初审表已填完。"
    text = f"{chinese_datetime(kept.at)} 已自动保存，尚未报送。{rest}"
    return JsonResponse({"seen": precheck_actions.mark_of(kept), "text": text})


def _writing(work: Work, user: User, problems: list) -> dict:
    """What the person needs to fill in the sheet and to act."""
    available = APPLICATION.available(work.application, user)
    writable = "forward" in available
    kept = PreCheck.objects.filter(revision=work.revision).only("at").first() if writable else None
    return {
        "writable": writable,
        "precheck": work.precheck,
        "sheet_form": work.sheet,
        "opinion_form": work.opinion,
        "dated_form": work.dated,
        "problems": problems,
        "seen": precheck_actions.mark_of(kept),
        "open_count": len(precheck_lines.open_lines(work.precheck, work.revision)),
        "texts": OpinionText.objects.visible_to(user).select_related("by") if writable else [],
        "checked": precheck_lines.shown(work.precheck, work.revision)
        if work.precheck and not writable
        else [],
    }


def _paper(work: Work, marks: Marks) -> SafeString:
    """The official form, with the opinion as drafted while nothing is given yet, and marks where answers changed."""
    if work.precheck and work.application.state == State.AT_RECOMMENDER:
        return dossier_revision.paper_of(work.revision, work.precheck.opinion, work.precheck.dated, marks)
    return dossier_revision.paper_of(work.revision, marks=marks)


def _reading(work: Work, user: User) -> dict:
    """What stands beside the sheet: the form, files, what is declared, what changed since the version before."""
    application, revision = work.application, work.revision
    answered_from, answered = answered_remarks(revision, user)
    own = Revision.objects.visible_to(user).filter(application=application)
    before = answered_from or own.filter(number=revision.number - 1).first()
    changes = dossier_changes.changes(before, revision) if before else []
    said = before and Opinion.objects.filter(revision=before).select_related("recommender", "by").first()
    return {
        "application": application,
        "revision": revision,
        "family": APPLICATION_LOOKS.look(application.state, Viewer.RECOMMENDER).family,
        "paper": _paper(work, marks_for(answered, changes)),
        "way": paper_way(application),
        "attachments": dossier_revision.attachments_of(revision),
        "packet_status": status_of(revision, user),
        "reasons": dossier_revision.reasons_of(revision),
        "hints": dossier_revision.hints_of(revision),
        "carbon": dossier_revision.carbon_of(revision),
        "confirmed": dossier_revision.confirmed_of(revision),
        "earlier": earlier_of(application),
        "duplicates": duplicates_of(application),
        "duplicate_rule": RULE_TEXT,
        "before": before,
        "changes": changes,
        "answered": answered,
        "answered_from": answered_from,
        "said_before": said,
        "given": getattr(revision, "opinion", None) or opinion_of(revision),
    }
