"""Publishing results: choose, look at every message, then press (Notice 公示). Nothing leaves before that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.capabilities import Capability
from accounts.guards import confirmed_identity, only_for
from journal.workflow import Refused
from programme.cycles.deciding import why_not_yet
from programme.models import Cycle
from programme.notice import PilotType
from reviews.results.actions import MOST, AlreadyPublished, Changed
from reviews.results.actions import publish as publish_results
from reviews.results.forms import PublishForm
from reviews.results.publication import Publication, compose


@only_for(Capability.PUBLISH)
@confirmed_identity
def publish(request: HttpRequest, year: int) -> HttpResponse:
    """The ready decisions of a cycle; a POST shows the preview, one with its checksum publishes (``act``)."""
    cycle = get_object_or_404(Cycle.objects.held_here(), year=year)
    form = PublishForm(request.POST if request.method == "POST" else None, cycle=cycle)
    act = request.POST.get("act", "")
    if request.method == "POST" and act == "publish":
        return _publish(request, cycle, form)
    if request.method == "POST" and act == "preview" and form.is_valid() and not why_not_yet(cycle):
        return _preview(request, cycle, form)
    return _choose(request, cycle, form)


def _publish(request: HttpRequest, cycle: Cycle, form: PublishForm) -> HttpResponse:
    decisions = [int(pk) for pk in request.POST.getlist("decisions") if pk.isdigit()]
    form.fields["decisions"].choices = [
        (pk, pk) for pk in decisions
    ]  # what became of them is for the act to say
    if not form.is_valid():
        return _choose(request, cycle, PublishForm(request.POST, cycle=cycle))
    try:
        notice = publish_results(
            cycle.pk,
            actor=request.user,
            decisions=decisions,
            terms=form.terms,
            introduction=form.cleaned_data["introduction"],
            checksum=request.POST.get("checksum", ""),
        )
    except AlreadyPublished as refusal:
        messages.info(request, str(refusal))
        return redirect("public_notice_desk")
    except Changed as refusal:
        messages.error(request, str(refusal))
        fresh = PublishForm(request.POST, cycle=cycle)
        return _preview(request, cycle, fresh) if fresh.is_valid() else _choose(request, cycle, fresh)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _choose(request, cycle, PublishForm(request.POST, cycle=cycle))
    messages.success(
        request, f"已发布 {len(decisions)} 项评选结果。" + (f"公示期 {notice.period}。" if notice else "")
    )
    return redirect("public_notice_manage", pk=notice.pk) if notice else redirect("public_notice_desk")


def _choose(request: HttpRequest, cycle: Cycle, form: PublishForm) -> HttpResponse:
    chosen = {str(pk) for pk in form["decisions"].value() or []}
    ready = [(each, str(each.pk) in chosen) for each in form.ready]
    groups = [(kind, [row for row in ready if row[0].application.pilot_type == kind]) for kind in PilotType]
    context = {"cycle": cycle, "form": form, "groups": [group for group in groups if group[1]], "most": MOST}
    context["not_yet"] = why_not_yet(cycle)
    return render(request, "reviews/results/publish.html", context)


def _preview(request: HttpRequest, cycle: Cycle, form: PublishForm) -> HttpResponse:
    publication: Publication = compose(cycle, form.chosen, form.terms, form.cleaned_data["introduction"])
    context = {
        "cycle": cycle,
        "publication": publication,
        "kept": len(publication.decisions) - len(publication.proposed),
        "groups": [
            (kind, texts, people, [message for message in publication.messages if message.kind == kind])
            for kind, texts, people in publication.counts
        ],
        "checksum": publication.checksum,
    }
    return render(request, "reviews/results/publish_preview.html", context)
