"""What a page that saves itself and ``draft.js`` exchange: of drafts, score sheets and visit records alike."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from journal.workflow import Refused
from sheets.merging.clashes import Clash

SIGNED_OUT, CLASH, LOCKED = 401, 409, 423


def autosaving(save: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """Guard a view that saves while one types.

    401: not signed in, or as somebody else than the page was made for; 423: not now, and why. ``save`` answers what
    it saved (``saved_answer``) and may raise Refused.
    """

    @require_POST
    @login_not_required
    @wraps(save)
    def guarded(request: HttpRequest, *args, **kwargs) -> JsonResponse:
        user = request.user
        if not user.is_authenticated or request.POST.get("who", str(user.pk)) != str(user.pk):
            return JsonResponse({"other": str(user) if user.is_authenticated else ""}, status=SIGNED_OUT)
        try:
            return save(request, *args, **kwargs)
        except Refused as refusal:
            return JsonResponse({"message": str(refusal)}, status=LOCKED)

    return guarded


def saved_answer(
    at: datetime, copy: dict[str, str], newer: Collection[str], clashes: list[dict[str, str]], **more
) -> JsonResponse:
    """What was saved, at which time of day in Beijing; 409 where others changed the same.

    Args:
        copy: the marks that the page carries from now on. newer: labels of what others changed and the page shows as
            it was. clashes: name and HTML of each box with both versions.
    """
    told = {"at": f"{localtime(at):%H:%M:%S}", "copy": copy, "newer": newer, "clashes": clashes}
    return JsonResponse(told | more, status=CLASH if clashes else 200)


def clash_boxes(clashes: Iterable[Clash]) -> list[dict[str, str]]:
    """The boxes that show both versions of a place."""
    return [
        {"name": clash.name, "html": render_to_string("sheets/clash.html", {"clash": clash})}
        for clash in clashes
    ]


def clash_links(clashes: Iterable[Clash]) -> list[tuple[str, str]]:
    """What others changed too, for the summary above a form: (HTML id of the box, sentence)."""
    return [(clash.html_id, f"{clash.label}：与{clash.who}的改动冲突，请选择用哪一个") for clash in clashes]
