"""What an applicant does with applications as wholes: list, start, check and submit, take back, withdraw."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import only_for
from accounts.rules import is_applicant, organisation_ids
from accounts.wording import chinese_datetime, cutoff_text
from applications import actions
from applications.dossier import changes, draft_revision
from applications.forms import SubmitForm, WithdrawForm
from applications.hinting import listed
from applications.models import Application
from applications.progress import closes_soon, counting, progress
from applications.rules import in_order, norms_outside
from applications.states import EDITABLE, State
from applications.steps import flagged
from applications.views_draft import draft_context, drafts_of
from applications.views_materials import draft_file
from applications.workflow import APPLICATION
from applications.years import explanation
from journal import clock
from journal.workflow import Refused
from pilots.models import Cycle
from pilots.programme import CONDITIONS, Sheet, material_names
from sheets.definitions import fill_year
from sheets.grid import grid
from sheets.html import paper

PER_PAGE = 20


@require_safe
@only_for(is_applicant)
def application_list(request: HttpRequest) -> HttpResponse:
    """The applications of the person's organisations: where each stands and what comes next."""
    if not organisation_ids(request.user):
        return redirect("organisation_register")
    own = Application.objects.drafts_of(request.user).select_related("cycle", "organisation", "recommender")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    now, cutoffs = clock.now(), Cycle.objects.cutoffs()
    context = {
        "page": page,
        "rows": [_row(application, request.user, now, cutoffs) for application in page],
        "several": len(organisation_ids(request.user)) > 1,
    }
    return render(request, "applications/list.html", context)


def _row(application: Application, user, now, cutoffs) -> dict:
    counts = counting(application, now, cutoffs)
    return {
        "application": application,
        "counting": counts,
        "progress": progress(application, user, counts.until),
        "closes_soon": application.state in EDITABLE and closes_soon(counts, now),
    }


@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check your answers, and submit: the draft, or the correction. A second equal POST finds it done."""
    application = get_object_or_404(drafts_of(request.user), pk=pk)
    verb = next((v for v in ("submit", "resubmit") if application.state in APPLICATION.verbs[v].sources), "")
    after = application.current_revision.number if application.current_revision else 0
    form = SubmitForm(
        request.POST if request.method == "POST" else None,
        initial={"after": after, "seen": application.saved_at.isoformat()},
        declares=application.form.declaration is not None,
    )
    shown = None
    if not verb or (form.is_bound and form.data.get("after", str(after)) != str(after)):
        return _done_already(request, application)
    if form.is_bound and form.data.get("seen", form.initial["seen"]) != form.initial["seen"]:
        return _changed_meanwhile(request, application)
    if request.method == "POST" and form.is_valid():
        try:
            year = form.cleaned_data["year"]
            application = getattr(actions, verb)(pk, actor=request.user, shown=year)
        except actions.OtherYear as other:
            shown = other.year
            messages.warning(request, str(other))
        except Refused as refusal:
            application = get_object_or_404(drafts_of(request.user), pk=pk)
            if application.state not in APPLICATION.verbs[verb].sources:
                return _done_already(request, application)
            messages.error(request, str(refusal))
        else:
            return _submitted(request, application)
    context = draft_context(application, "check") | {"form": form}
    context["shown"] = shown or context["counting"].year
    return render(request, "applications/check.html", context | _overview(request.user, context, verb))


def _done_already(request: HttpRequest, application: Application) -> HttpResponse:
    """Answer a submission whose work was done by an equal one before."""
    if request.method == "POST" and application.current_revision:
        return _submitted(request, application)
    return redirect(application)


def _changed_meanwhile(request: HttpRequest, application: Application) -> HttpResponse:
    """Show the draft as it is now instead of submitting what the person has not seen."""
    when, who = chinese_datetime(application.saved_at), application.saved_by
    messages.warning(
        request, f"尚未提交：您打开核对页后，草稿有改动（{when} 由{who}保存）。请核对下面的最新内容再提交。"
    )
    return redirect("application_check", application.pk)


def _submitted(request: HttpRequest, application: Application) -> HttpResponse:
    why = explanation(application, Cycle.objects.cutoffs())
    if application.state == State.AT_RECOMMENDER:
        sentence = (
            f"已提交，正由{application.recommender}初审。市生态环境局收到推荐后才算正式接收："
            f"{cutoff_text(application.cycle.cutoff)} 之前报送的，参加 {application.cycle.year} 年度评选。{why}"
        )
    elif application.state == State.RECEIVED:
        year = application.cycle.year
        sentence = f"已提交，市生态环境局已接收，编号 {application.number}，参加 {year} 年度评选。{why}"
    else:
        sentence = f"已提交，当前状态为「{application.get_state_display()}」。"
    messages.success(request, sentence)
    return redirect(application)


def _overview(user, context: dict, verb: str) -> dict:
    """Everything that would be submitted, on one page, and who may submit it."""
    application, year = context["application"], context["counting"].year
    form, names = application.form, material_names(application.sheet)
    boxes = CONDITIONS[Sheet(application.sheet)]
    rows = [
        ("申报类型", application.get_sheet_display()),
        ("所属领域", application.get_field_display()),
        ("所在区", application.get_district_display()),
        ("申报途径", application.get_route_display()),
        ("推荐单位", str(application.recommender or "")),
    ]
    before = application.current_revision
    attachments = in_order(application, application.attachments.all())
    return {
        "hints": listed(application),
        "lack_links": [(flagged(lack.url), lack.message, lack.renews_annex) for lack in context["found"]],
        "rows": rows,
        "norms": [
            (norm.text, application.norm_reasons.get(norm.key, "")) for norm in norms_outside(application)
        ],
        "before": before,
        "changes": changes(before, draft_revision(application)) if before else [],
        "unchanged": actions.UNCHANGED.format(before.number) if context["unchanged"] else "",
        "confirmed": [(box.text, box.key in application.confirmed_conditions) for box in boxes],
        "files": [draft_file(a) | {"kind": names.get(a.material, ""), "delete_url": ""} for a in attachments],
        "paper": paper(grid(form, application.answers, year)),
        "declaration": form.declaration and fill_year(form.declaration.text, year),
        "verb": APPLICATION.verbs[verb].label,
        "may_submit": verb in APPLICATION.available(application, user),
        "submitters": application.organisation.memberships.filter(
            can_submit=True, user__is_active=True
        ).select_related("user"),
    }


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application back from a recommender that has not acted; ``direct``: to send it oneself (REC-4)."""
    if "direct" not in request.POST:
        return _act(request, pk, actions.take_back, "已从推荐单位取回，可以修改后重新提交。")
    answer = _act(request, pk, actions.take_back, "已取回并改为自主申报，请核对后提交。", direct=True)
    taken = Application.objects.drafts_of(request.user).filter(pk=pk, state=State.DRAFT).exists()
    return redirect("application_check", pk) if taken else answer


@require_POST
def rework(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a declined application for editing again."""
    return _act(request, pk, actions.rework, "已恢复为草稿，可以修改后改由其他途径申报。")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw with a reason."""
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        application = get_object_or_404(Application.objects.drafts_of(request.user), pk=pk)
        messages.error(request, "；".join(form.errors.get("reason", [])))
        return redirect(application)
    return _act(request, pk, actions.withdraw, "申报已撤回。", reason=form.cleaned_data["reason"])


def _act(request: HttpRequest, pk: int, action, sentence: str, **values) -> HttpResponse:
    application = get_object_or_404(Application.objects.drafts_of(request.user), pk=pk)
    try:
        action(pk, actor=request.user, **values)
        messages.success(request, sentence)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(application)
