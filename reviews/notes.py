"""What a panel wrote down, for the pages that show it beside scores and decisions."""

from applications.models import Application
from reviews.models import Minutes, Panel, PanelNote


def notes_on(application: Application) -> list[PanelNote]:
    """The current points discussed on an application, panel by panel, with who wrote them."""
    found = PanelNote.objects.current().filter(application=application)
    return list(found.select_related("panel", "by").order_by("panel"))


def minutes_of(panel: Panel) -> list[Minutes]:
    """All versions of the minutes of a panel, newest first."""
    return list(panel.minutes.select_related("by", "file"))


def notes_before(panel: Panel) -> dict[int, PanelNote]:
    """Application id → its current note before the panel."""
    found = PanelNote.objects.current().filter(panel=panel).select_related("by")
    return {note.application_id: note for note in found}
