"""Letters about a screening: their list, and each as Word or PDF (REV-1, CUT-5)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.capabilities import Capability
from accounts.rules import may
from applications.models import Application
from face.downloads import letter_file
from reviews.models import Screening
from reviews.screening import letters


@require_safe
def screening_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters about one application, newest first, for all who may open it."""
    application = get_object_or_404(Application.objects.visible_to(request.user).received(), pk=pk)
    screenings = Screening.objects.visible_to(request.user).filter(revision__application=application)
    rows = [(each, letters.name_of(each)) for each in screenings.select_related("revision").order_by("-at")]
    context = {"application": application, "rows": rows, "sealing": may(request.user, Capability.SCREEN)}
    return render(request, "reviews/screening/letters.html", context)


@require_safe
def screening_letter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The letter of one screening as Word or PDF."""
    visible = Screening.objects.visible_to(request.user).select_related("revision__application__cycle")
    screening = get_object_or_404(visible, pk=pk)
    return letter_file(letters.letter(screening), kind, letters.file_name_of(screening))
