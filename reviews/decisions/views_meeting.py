"""The list of the decision meeting: what lies before it, and where each decision stands (REV-3, REV-5)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.guards import only_for
from accounts.rules import organisation_ids
from applications.models import Application
from programme.cycles.deciding import why_not_yet
from programme.models import Cycle
from programme.notice import DEFAULT_TYPE
from reviews.decisions.forms import MeetingForm
from reviews.decisions.meeting import STAGES, UNDECIDED, cases, counts, decided_in, listed
from reviews.scoring.totals import RULE_TEXT, ranks
from reviews.season import likeliest, listed_cycles

PAGE_SIZE = 50


@require_safe
@only_for(Capability.READ_REVIEW)
def decision_meeting(request: HttpRequest) -> HttpResponse:
    """The list of a year, type and field with what decisions rest on; what is ticked goes to ``decision_propose``."""
    form = _meeting_form(request)
    if not form.is_valid():
        return render(request, "reviews/decisions/meeting.html", {"form": form, "chosen": {}, "rows": []})
    chosen = form.cleaned_data
    which = (chosen["cycle"], chosen["type"], chosen["field"])
    found, decided = listed(*which), decided_in([chosen["cycle"].pk])
    stages = {each.pk: decided[each.pk].stage if each.pk in decided else UNDECIDED for each in found}
    shown = [each for each in found if not chosen["stage"] or stages[each.pk] == chosen["stage"]]
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    in_field = ranks({each.pk: each.sums.mean for each in found}) if chosen["field"] else None
    context = {
        "form": form,
        "chosen": chosen,
        "not_yet": why_not_yet(chosen["cycle"]),
        "page": page,
        "rows": cases(page.object_list, in_field, decided),
        "tabs": _tabs(request, chosen["stage"], counts(stages.values())),
        "waiting": sum(each.waiting for each in decided.values()),
        "ready": sum(each.ready for each in decided.values()),
        "query": request.GET.urlencode(),
        "files": _files(which),
        "rule_text": RULE_TEXT,
        "own": organisation_ids(request.user),
    }
    return render(request, "reviews/decisions/meeting.html", context)


def _meeting_form(request: HttpRequest) -> MeetingForm:
    """Which list is asked for in the URL; what it leaves out is what staff most likely mean."""
    cycles = listed_cycles()
    newest = likeliest(cycles)
    asked = {"cycle": newest and newest.year, "type": DEFAULT_TYPE, "field": "", "stage": ""}
    return MeetingForm(asked | request.GET.dict(), cycles=cycles)


def _tabs(request: HttpRequest, present: str, found: dict) -> list[dict]:
    """One tab for each stage, with how many there are."""
    made = []
    for stage, label in STAGES.items():
        query = request.GET.copy()
        query["stage"] = stage
        query.pop("page", None)
        made.append(
            {
                "label": label,
                "url": f"?{query.urlencode()}",
                "active": stage == present,
                "badge": found[stage] or "",
            }
        )
    return made


def _files(which: tuple[Cycle, str, str]) -> list[tuple[str, str]]:
    """(label, address) of the papers for the meeting."""
    cycle, kind, field = which
    query = QueryDict(mutable=True)
    query.update({"field": field})
    names = {"word": "会议材料（Word）", "pdf": "会议材料（PDF）", "excel": "会议材料（Excel）"}
    return [
        (name, f"{reverse('meeting_file', args=[cycle.year, kind, what])}?{query.urlencode()}")
        for what, name in names.items()
    ]


def meeting_url(application: Application, **more: str) -> str:
    """The list that an application stands in."""
    query = QueryDict(mutable=True)
    query.update({"cycle": application.cycle.year, "type": application.pilot_type, **more})
    return f"{reverse('decision_meeting')}?{query.urlencode()}"
