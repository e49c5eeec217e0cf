"""The reusable texts of a recommender: several, with names; who changed each last (REC-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from applications.models import OpinionText
from applications.recommending.desk import desk
from applications.recommending.texts.actions import remove_text, save_text
from applications.recommending.texts.forms import OpinionTextForm
from journal.workflow import Refused


def recommender_texts(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """List the texts; add one, or change the one with ``pk``."""
    own = desk(request)
    texts = OpinionText.objects.visible_to(request.user).filter(recommender=own).select_related("by")
    chosen = get_object_or_404(texts, pk=pk) if pk else None
    initial = {"name": chosen.name, "text": chosen.text} if chosen else None
    form = OpinionTextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_text(own, actor=request.user, text_id=pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"常用意见「{kept.name}」已保存。")
            return redirect("recommender_texts")
    context = {"own": own, "texts": texts, "chosen": chosen, "form": form}
    return render(request, "applications/recommending/texts/page.html", context)


@require_POST
def recommender_text_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a text."""
    own = desk(request)
    text = get_object_or_404(OpinionText.objects.visible_to(request.user), pk=pk)
    remove_text(text.pk, recommender=own, actor=request.user)
    messages.success(request, f"常用意见「{text.name}」已删除。")
    return redirect("recommender_texts")
