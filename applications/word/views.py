"""Word both ways: the half-filled form as a file, and what a filled-in file would change in the draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from applications.filling.page import draft_page
from applications.models import Application, WordUpload
from applications.word.actions import ChangedMeanwhile, UploadReplaced, take_over
from applications.word.comparison import BLANK, CHANGED, UNREAD, compare, fingerprint
from applications.word.forms import WordForm
from applications.word.upload import KEPT, reading_of, take_word, waiting_word
from applications.year.progress import counting
from files.inspection import MIMES
from files.refusals import FileRefused
from journal import clock
from programme.models import Cycle
from sheets.grid import grid
from sheets.word.render import render_word

CHAPTERS = (
    (CHANGED, "有变化的栏目", "Word 中的内容与草稿不同。勾选的，放入草稿后代替现有内容。"),
    (
        UNREAD,
        "没有读懂的栏目",
        "Word 中写了内容，但不合栏目的要求。勾选的，按原文放入草稿，之后请在该栏目改正。",
    ),
    (
        BLANK,
        "Word 中为空白的栏目",
        "草稿中已有内容，Word 中没有填写。不勾选则保留草稿内容；勾选的，将被清空。",
    ),
)


@draft_page
def word(request: HttpRequest, application: Application) -> HttpResponse:
    """Download the form as it stands in the draft, and upload it again when it is filled in."""
    form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
    if form.is_bound and form.is_valid():
        try:
            take_word(application, form.cleaned_data["file"], actor=request.user)
            return redirect("application_word_compare", application.pk)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
    context = {"application": application, "form": form, "waiting": waiting_word(application, request.user)}
    return render(request, "applications/word/page.html", context | {"days": KEPT.days})


@require_safe
@draft_page
def word_file(request: HttpRequest, application: Application) -> HttpResponse:
    """The official form with what the draft says, as Word."""
    made = render_word(grid(application.form, application.answers, _year(application)))
    response = HttpResponse(made, content_type=MIMES["docx"])
    name = f"{application.number or application.reference}-申报表草稿.docx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@draft_page
def word_compare(request: HttpRequest, application: Application) -> HttpResponse:
    """What the Word would change, field by field; a POST takes over what is ticked, or forgets the Word."""
    upload = waiting_word(application, request.user)
    if upload is None:
        messages.info(request, "没有待确认的 Word，请重新上传。")
        return redirect("application_word", application.pk)
    if request.method == "POST":
        return _decided(request, application, upload)
    reading = reading_of(upload)
    comparison = compare(application, reading)
    year = _year(application)
    context = {
        "application": application,
        "upload": upload,
        "comparison": comparison,
        "chapters": [(title, lead, comparison.of(kind)) for kind, title, lead in CHAPTERS],
        "seen": fingerprint(application),
        "other_year": reading.year if reading.year not in (None, year) else None,
        "year": year,
        "left_over": [*comparison.stray, *comparison.others],
    }
    return render(request, "applications/word/compare.html", context)


def _decided(request: HttpRequest, application: Application, upload: WordUpload) -> HttpResponse:
    """Do what the person decided, unless the page they saw is not true any more."""
    if "discard" in request.POST:
        upload.delete()
        messages.info(request, "已放弃这份 Word，草稿没有改动。")
        return redirect("application_word", application.pk)
    try:
        if request.POST.get("upload") != upload.at.isoformat():
            raise UploadReplaced
        paths, seen = set(request.POST.getlist("take")), request.POST.get("seen", "")
        taken = take_over(upload, actor=request.user, paths=paths, seen=seen)
    except (ChangedMeanwhile, UploadReplaced) as refusal:
        messages.warning(request, str(refusal))
        return redirect("application_word_compare", application.pk)
    if taken:
        messages.success(request, f"已将 Word 中的 {taken} 处内容放入草稿。草稿尚未提交，请核对。")
    else:
        messages.info(request, "没有放入任何内容，草稿没有改动。")
    return redirect("application_check", application.pk)


def _year(application: Application) -> int:
    return counting(application, clock.now(), Cycle.objects.cutoffs()).year
