"""What the page of one application shows, the same for all who may see it: applicant, recommender, city staff.

``portal.views_application`` renders it, with what an evaluation adds.
"""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.models import User
from accounts.rules import may, may_act
from applications.begin.forms import OnceForm
from applications.dossier import changes as dossier_changes
from applications.dossier import revision as dossier_revision
from applications.dossier.earlier import earlier_of
from applications.filling.lacks import lacks
from applications.filling.pages import pages
from applications.models import Application, Opinion, Remark, Revision
from applications.packets import downloads as packets_downloads
from applications.packets.status import status_of
from applications.paper.way import paper_way
from applications.remarks.follow_up import open_remarks, stated_remarks, summary
from applications.remarks.places import worded
from applications.requirements import REMIT
from applications.rules import may_edit, member, reads_wholly
from applications.states import State
from applications.submitting.forms import WithdrawForm
from applications.workflow import APPLICATION
from applications.year.progress import KIND, counting, cutoff_is_close, progress, reasons
from face.templatetags.portal import chinese_datetime
from journal import clock
from journal.models import Audience, Record
from programme.cutoff import year_of
from programme.models import Cycle

SCREENING = {"accept", "ask_correction", "find_not_eligible"}
RECOMMENDING = {"forward", "return", "decline"}


def seen_by(user):
    """Applications that the person may open, with all that their page shows."""
    return Application.objects.visible_to(user).select_related(
        "cycle",
        "organisation",
        "recommender",
        "entry",
        "previous_entry__cycle",
        "current_revision__submitted_by",
        "current_revision__recommender",
    )


def detail_page(user: User, pk: int) -> dict:
    """Where the application stands, its packet, what was submitted, and what happened.

    Raises:
        Http404: there is none that the person may open.
    """
    application = get_object_or_404(seen_by(user), pk=pk)
    now = clock.now()
    cutoffs = Cycle.objects.cutoffs()
    counts = counting(application, now, cutoffs)
    own = member(user, application)
    remarks = open_remarks(application) if own else stated_remarks(application, user)
    context = {
        "application": application,
        "title": application.draft_title if may_edit(user, application) else application.title,
        "counting": counts,
        "progress": progress(application, user, counts.until),
        "reasons": reasons(application),
        "remarks": remarks,
        "remarks_said": summary(remarks),
        "facts": _facts(application, counts, own),
        "records": _records(application, user),
        "opinions": _opinions(application, user),
        "pressing": application.state == State.AT_RECOMMENDER and cutoff_is_close(counts, now),
    }
    context |= {"earlier": earlier_of(application), "whole": reads_wholly(user, application)}
    context |= _actions(application, user) | _submitted(application, user)
    if "apply_again" in context["verbs"]:
        context |= _coming_again(application, user, year_of(now, cutoffs))
    return context


def _coming_again(application: Application, user: User, year: int) -> dict:
    """With what it came again already, and the year from which on it may; None when it may now (ELI-R)."""
    evaluated = application.cycle.year
    again = Application.objects.drafts_of(user).coming_again([application.entry_id], year)
    return {"again": again.light().first(), "again_from": evaluated + 1 if year <= evaluated else None}


@require_safe
def application_of_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from an entry of the library, which knows no application, to the page of its application."""
    return redirect(get_object_or_404(Application.objects.visible_to(request.user), entry=pk))


def _facts(application: Application, counts, own: bool) -> list[tuple]:
    """Number, instant, year, route, as far as there are any; of the draft for its applicants, else as submitted."""
    revision = application.current_revision
    basics = application if own or revision is None else revision
    rows = [
        ("编号", application.number or "接收后生成"),
        ("申报单位", application.organisation.name),
        ("领域", basics.get_field_display()),
        ("所在区", basics.get_district_display()),
        ("申报途径", basics.get_route_display()),
        ("年度", f"{counts.year} 年度" + ("" if application.number else "（按现在的时间）")),
    ]
    if basics.recommender:
        rows.append(("推荐单位", basics.recommender.name))
    if reason := basics.norm_reasons.get(REMIT, ""):
        rows.append(("选择该推荐单位的理由", reason))
    if revision:
        rows.append(
            (
                f"第 {revision.number} 版提交",
                f"{chinese_datetime(revision.submitted_at)} {revision.submitted_by}",
            )
        )
    if application.received_at:
        rows.append(("市生态环境局接收", chinese_datetime(application.received_at)))
    return rows


def _opinions(application: Application, user) -> list[tuple[Opinion, list[str]]]:
    """All opinions with their remarks at places, newest first; the one behind the present state stands above already."""
    visible = Revision.objects.visible_to(user).filter(application=application)
    opinions = Opinion.objects.filter(revision__in=visible).order_by("-revision__number")
    if application.state in (State.RETURNED, State.DECLINED):
        opinions = opinions.exclude(revision=application.current_revision_id)
    remarks: dict[int, list[Remark]] = defaultdict(list)
    for remark in Remark.objects.visible_to(user).filter(
        revision__application=application, source=Remark.Source.RETURN
    ):
        remarks[remark.revision_id].append(remark)
    said = []
    for opinion in opinions.select_related("recommender", "revision"):
        opinion.revision.application = application
        said.append((opinion, worded(opinion.revision, remarks[opinion.revision_id])))
    return said


def _records(application: Application, user):
    """What happened; for a recommender from the first version on that was sent to it."""
    records = Record.objects.about(KIND, application.pk)
    if application.received_at and may(user, Capability.READ_JOURNAL):
        return records
    records = records.filter(audience=Audience.PARTIES)
    if reads_wholly(user, application):
        return records
    first = Revision.objects.visible_to(user).filter(application=application).earliest("number")
    return records.filter(pk__gt=first.after_record)


def _actions(application: Application, user) -> dict:
    """Buttons: the verbs of this person now, and the pages where they are done."""
    verbs = set(APPLICATION.available(application, user))
    editable = may_edit(user, application)
    if editable:
        found, listed = lacks(application), pages(application)
        resume = next((page.url for page in listed if page.lacks(found)), listed[-1].url)
    return {
        "verbs": verbs,
        "resume_url": resume if editable else "",
        "copy_url": reverse("application_copy", args=[application.pk]) if member(user, application) else "",
        "withdraw_form": WithdrawForm(),
        "once_form": OnceForm(),
        "case_file_url": reverse("case_file", args=[application.pk])
        if may_act(user, application, Capability.GATHER_CASE_FILES)
        else "",
        "screening_url": reverse("screening", args=[application.pk]) if verbs & SCREENING else "",
        "recommend_url": reverse("recommender_form", args=[application.pk]) if verbs & RECOMMENDING else "",
    }


def _submitted(application: Application, user) -> dict:
    """The current revision as paper, with its files, its packet and the earlier ones; nothing for a mere draft."""
    revision = application.current_revision
    if revision is None:
        return {"revision": None}
    revision.application = application
    way = paper_way(application)
    visible = Revision.objects.visible_to(user).filter(application=application)
    others = list(visible.select_related("submitted_by", "packet", "recommender").order_by("-number"))
    before = next((other for other in others if other.number == revision.number - 1), None)
    return {
        "revision": revision,
        "revisions": others,
        "changes": dossier_changes.changes(before, revision) if before else [],
        "code": dossier_revision.code_of(revision),
        "paper": dossier_revision.paper_of(revision),
        "attachments": dossier_revision.attachments_of(revision),
        "carbon": dossier_revision.carbon_of(revision),
        "way": way,
        "to_print": packets_downloads.to_print(revision),
        "packet_status": status_of(revision, user),
    }
