"""What became of remarks: the place as it was when the remark was made, and as it is in a draft or a later revision."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from applications.carbon.figures import lines_of
from applications.dossier.changes import Change
from applications.dossier.revision import draft_revision, files_under, names_of
from applications.models import Application, Remark, Revision
from applications.remarks.places import CARBON, CONDITION, GENERAL, MATERIAL, labels_of
from applications.states import State
from sheets.answers import Slot, display, slot_at, slots
from sheets.html import Marks, place_id
from sheets.merging.difference import Piece, difference
from sheets.merging.merge import moved_blocks

SENT_BACK = (State.RETURNED, State.CORRECTION)


@dataclass(frozen=True)
class Followed:
    """A remark beside what became of its place.

    ``place`` is where the place is now: the blocks of a part may have moved; ``gone`` when its block was removed.
    ``changed`` is None where nothing can be compared: the whole application, a condition. ``html_id`` is that of the
    field or box on the page of the draft, ``url`` its address there.
    """

    remark: Remark
    label: str
    place: str = ""
    changed: bool | None = None
    before: str = ""
    after: str = ""
    gone: bool = False
    html_id: str = ""
    url: str = ""

    @property
    def box_id(self) -> str:
        """The HTML id of the box with the remark."""
        return f"remark-{self.remark.pk}"

    @property
    def words(self) -> str:
        """What became of it, for its applicant."""
        return {None: "", True: "已修改", False: "尚未修改"}[self.changed]

    @property
    def in_form(self) -> bool:
        """Whether its place is a field of the form that is still there."""
        return bool(self.place) and self.place != CARBON and ":" not in self.place

    @property
    def place_id(self) -> str:
        """The HTML id of the answer in a preview with marks."""
        return place_id(self.place)

    @property
    def pieces(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Before and after in pieces, marked where they differ."""
        return difference(self.before, self.after)


def open_remarks(application: Application) -> list[Followed]:
    """The remarks that the applicant of a returned or corrected application has before it, held against its draft."""
    revision = application.current_revision
    if revision is None or application.state not in SENT_BACK:
        return []
    return follow(application, revision.remarks.all(), revision, draft_revision(application))


def stated_remarks(application: Application, user) -> list[Followed]:
    """The same as others read them: what the draft holds meanwhile is the applicant's own."""
    if application.state not in SENT_BACK:
        return []
    revision = application.current_revision
    remarks = Remark.objects.visible_to(user).filter(revision=revision)
    followed = follow(application, remarks, revision, revision)
    return [replace(each, changed=None, url="") for each in followed]


def remark_boxes(followed: Iterable[Followed]) -> dict[str, SafeString]:
    """Key path → the boxes that stand at that field of the draft."""
    found: dict[str, list[Followed]] = {}
    for each in followed:
        if each.in_form:
            found.setdefault(each.place, []).append(each)
    return {
        path: render_to_string("applications/remarks/boxes.html", {"followed": here})
        for path, here in found.items()
    }


def remark_boxes_by_id(followed: Iterable[Followed]) -> dict[str, SafeString]:
    """The same by the HTML id of the field: what a page fetches anew when something was saved."""
    ids = {each.place: each.html_id for each in followed}
    return {ids[path]: box for path, box in remark_boxes(followed).items()}


def describe(form: forms.Form, followed: Iterable[Followed]) -> forms.Form:
    """Have the boxes at the fields of a form told with them."""
    followed = list(followed)
    for bound in form:
        if boxes := [each.box_id for each in followed if each.html_id == bound.auto_id]:
            told = [*boxes, bound.aria_describedby]
            bound.field.widget.attrs["aria-describedby"] = " ".join(filter(None, told))
    return form


def page_words(followed: Iterable[Followed]) -> dict[str, tuple[str, bool]]:
    """Address of a page of the draft → how many remarks it has and how many were met with a change; whether not all."""
    pages: dict[str, list[Followed]] = {}
    for each in followed:
        pages.setdefault(each.url.partition("#")[0], []).append(each)
    return {
        url: (_counted(own), any(each.changed is False for each in own)) for url, own in pages.items() if url
    }


def summary(followed: Iterable[Followed]) -> str:
    """All of them in words; empty when there are none."""
    followed = list(followed)
    return _counted(followed) if followed else ""


def _counted(own: list[Followed]) -> str:
    changed = sum(each.changed is True for each in own)
    return f"意见 {len(own)} 处" + (f"，已修改 {changed} 处" if changed else "")


def answered_remarks(revision: Revision, user) -> tuple[Revision | None, list[Followed]]:
    """The latest revision before this one with remarks that the person may read, and what became of them here."""
    application = revision.application
    earlier = Remark.objects.visible_to(user).filter(
        revision__application=application, revision__number__lt=revision.number
    )
    found = list(earlier.select_related("revision").order_by("-revision__number", "pk"))
    if not found:
        return None, []
    last = found[0].revision
    return last, follow(application, [each for each in found if each.revision == last], last, revision)


def follow(
    application: Application, remarks: Iterable[Remark], old: Revision, new: Revision
) -> list[Followed]:
    """Hold each remark on ``old`` against ``new``, in the order of the places of the form."""
    remarks = list(remarks)
    if not remarks:
        return []
    labels = labels_of(application, old.answers)
    order = list(labels)
    then, now = _texts(application, old), _texts(application, new)
    moved = {
        part.key: moved_blocks(application.form, part, old.answers, new.answers)
        for part in application.form.repeatable_parts
    }
    remarks.sort(key=lambda each: (order.index(each.place) if each.place in labels else len(order), each.pk))
    return [_followed(application, remark, labels, then, now, moved) for remark in remarks]


def marks_for(followed: Iterable[Followed], changes: Iterable[Change]) -> Marks:
    """What the form beside says at its answers: which had a remark, which changed; also without any, for picking."""
    changed = {change.place for change in changes if change.place}
    words = dict.fromkeys(changed, "已修改")
    for each in followed:
        if each.in_form:
            words[each.place] = "有意见，已修改" if each.changed else "有意见，未修改"
    return Marks(words, changed)


def _followed(application, remark: Remark, labels: dict, old: dict, new: dict, moved: dict) -> Followed:
    place = remark.place
    base = Followed(remark, labels.get(place, place), place)
    if place not in labels or place == GENERAL:
        return base  # the form of a later year may lack the place
    if place.startswith(CONDITION):
        return _at(base, application, "conditions", f"id_condition_{place.removeprefix(CONDITION)}")
    before = old.get(place, "")
    if place.startswith(MATERIAL) or place == CARBON:
        after = new.get(place, "")
        page = "carbon" if place == CARBON else "materials"
        html_id = "carbon-remarks" if place == CARBON else f"material-{place.removeprefix(MATERIAL)}"
        return _at(
            replace(base, changed=before != after, before=before, after=after), application, page, html_id
        )
    slot = _moved(slot_at(application.form, place), moved)
    if slot is None:
        return replace(base, place="", changed=True, before=before, gone=True)
    after = new.get(slot.path, "")
    base = replace(base, place=slot.path, changed=before != after, before=before, after=after)
    url = reverse("application_form", args=[application.pk, slot.part.key])
    return replace(base, html_id=slot.html_id, url=f"{url}#{slot.html_id}")


def _at(followed: Followed, application: Application, page: str, html_id: str) -> Followed:
    url = reverse(f"application_{page}", args=[application.pk])
    return replace(followed, html_id=html_id, url=f"{url}#{html_id}")


def _moved(slot: Slot, moved: dict[str, dict[int, int]]) -> Slot | None:
    if slot.index is None:
        return slot
    index = moved[slot.part.key].get(slot.index)
    return None if index is None else replace(slot, index=index)


def _texts(application: Application, revision: Revision) -> dict[str, str]:
    """Place → what stands there, as text, for all that can be compared."""
    found = {
        slot.path: display(slot.leaf, value) for slot, value in slots(application.form, revision.answers)
    }
    kinds = {file["material"] for file in revision.attachments}
    found |= {f"{MATERIAL}{kind}": names_of(files_under(revision, kind)) for kind in kinds}
    return found | {CARBON: lines_of(application.sheet, revision.carbon)}
