"""The city's answer to what was handed in, and versions as papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from face.downloads import letter_file
from journal.workflow import Refused
from pilots.models import SubmissionVersion
from pilots.states import Outcome
from pilots.submissions.forms import ANSWERS, AnswerForm
from pilots.submissions.kinds import kind_of, title_of
from pilots.submissions.views import show_read, submission_or_404


@require_POST
@only_for(Capability.FOLLOW_PILOTS)
def submission_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the version that waits."""
    row = submission_or_404(request, pk)
    kind = kind_of(row)
    waiting = row.versions.waiting().first()
    form = AnswerForm(request.POST, outcomes=kind.outcomes, waiting=waiting)
    if not form.is_valid():
        return show_read(request, row, answer_form=form)
    outcome = Outcome(form.cleaned_data["outcome"])
    try:
        kind.answer(row, outcome, request.user, form.cleaned_data["remarks"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_read(request, submission_or_404(request, pk), answer_form=form)
    messages.success(request, f"审核结果已登记：{ANSWERS[outcome]}。已通知申报单位。")
    return redirect(row)


@require_safe
def submission_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A version as the portal makes it from what was written: Word or PDF."""
    versions = SubmissionVersion.objects.visible_to(request.user).select_related(
        "submission__pilot__entry__cycle", "decided_by"
    )
    version = get_object_or_404(versions, pk=pk)
    row = version.submission
    name = f"{row.pilot.entry.number}-{title_of(row)}-第{version.version}版"
    return letter_file(kind_of(row).letter(version), kind, name)
