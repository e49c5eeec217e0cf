"""The pages of a draft in their order: which were visited, and what each still lacks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from applications.filling.lacks import Lack
from applications.models import Application
from applications.requirements import PROOFS, REMIT
from programme.notice import Carbon
from sheets.answers import Trouble
from sheets.definitions import Part, fill_year

PREFILLED = {
    "applicant_name",
    "applicant_nature",
    "address",
    "contact_name",
    "contact_phone",
    "contact_email",
}  # actions_begin.start


@dataclass(frozen=True)
class Page:
    """One page of a draft; ``visited`` when somebody has put something of their own on it."""

    key: str
    title: str
    label: str
    url: str
    visited: bool
    optional: bool = False
    note: str = "选填"  # said of an optional page on which nothing was put

    def lacks(self, found: Iterable[Lack]) -> list[Lack]:
        """Those of the lacks of the draft that are put right on this page."""
        return [lack for lack in found if lack.url.partition("#")[0] == self.url]


def pages(application: Application) -> list[Page]:
    """基本信息, one page per part of the form, carbon figures (not of zones), 申报条件, 申报材料, 核对提交."""
    sent = application.current_revision_id is not None
    return [
        _page(application, "basics", "基本信息", sent or bool(application.field)),
        *(_part_page(application, part, sent) for part in application.form.applicant_parts),
        *_carbon_page(application),
        _page(
            application,
            "conditions",
            "申报条件",
            sent
            or bool(application.confirmed_conditions or application.norm_reasons.keys() - {PROOFS, REMIT}),
        ),
        _materials_page(application, sent),
        _page(application, "check", "核对提交", False),
    ]


def _page(application: Application, key: str, title: str, visited: bool) -> Page:
    return Page(key, title, title, reverse(f"application_{key}", args=[application.pk]), visited)


def _materials_page(application: Application, sent: bool) -> Page:
    """Every form asks for proofs, or for the reason why there are none (MAT-*)."""
    visited = sent or bool(application.attachments.all()) or PROOFS in application.norm_reasons
    return _page(application, "materials", "申报材料", visited)


def _carbon_page(application: Application) -> list[Page]:
    carbon = application.programme_form.carbon
    if carbon is None:
        return []
    title, url = carbon.label, reverse("application_carbon", args=[application.pk])
    return [Page("carbon", title, title, url, bool(application.carbon), True, _carbon_note(application))]


def _carbon_note(application: Application) -> str:
    """The annex is asked for (MAT-T): by the sheet, or uploaded. Of others nothing is."""
    if application.programme_form.carbon != Carbon.CALCULATION or application.previous_entry_id:
        return "选填"
    uploaded = any(attachment.material == "carbon" for attachment in application.attachments.all())
    return "选填，已自行上传说明" if uploaded else "在此核算，或自行上传说明"


def _part_page(application: Application, part: Part, sent: bool) -> Page:
    title = fill_year(part.name, application.cycle.year)
    keys = [part.key] if part.repeatable else [field.key for field in part.answer_fields]
    own = any(application.answers.get(key) not in (None, [], [{}]) for key in keys if key not in PREFILLED)
    url = reverse("application_form", args=[application.pk, part.key])
    return Page(part.key, title, title.partition(" ")[2] or title, url, sent or own)


def page_of(application: Application, key: str) -> Page:
    """The page with that key. Raises StopIteration when there is none."""
    return next(page for page in pages(application) if page.key == key)


def following(application: Application, key: str) -> str:
    """Address of the page after the one with that key."""
    listed = pages(application)
    return listed[[page.key for page in listed].index(key) + 1].url


WORDS = {Trouble.MISSING: "还缺 {} 处", Trouble.OVER: "超出字数 {} 处", Trouble.MALFORMED: "填写有误 {} 处"}


def navigation(
    listed: list[Page],
    current: str,
    found: list[Lack],
    remarks: Mapping[str, tuple[str, bool]] | None = None,
    unchanged: bool = False,
) -> list[dict]:
    """The steps as the shared part shows them: what each is in words, and as a state.

    ``done``: complete; ``error``: something there must be changed; ``lack``: begun, something is missing; ``todo``:
    not begun; ``ready``: the last step, when nothing is lacking.

    Args:
        remarks: address of a page → its remarks in words, and whether one of them was not met with a change.
        unchanged: a correction in which nothing was corrected yet, so that it cannot be handed in.
    """
    steps = [_step(page, page.key == current, page.lacks(found), found) for page in listed]
    if unchanged and not found:
        steps[-1] |= {"state": "todo", "note": "尚未修改，不能提交"}
    for step in steps:
        words, unmet = (remarks or {}).get(step["url"], ("", False))
        step["note"] = "，".join(filter(None, [step["note"], words]))
        if unmet and step["state"] == "done":
            step["state"] = "lack"
    return steps


def _step(page: Page, current: bool, lacking: list[Lack], found: list[Lack]) -> dict:
    if page.key == "check":
        state, note = ("todo", f"还有 {len(found)} 处待完善") if found else ("ready", "可以提交，尚未提交")
    elif not lacking and page.optional and not page.visited:
        state, note = "todo", page.note
    elif not lacking:
        state, note = "done", "已填写完整"
    else:
        wrong = any(lack.trouble is not Trouble.MISSING for lack in lacking)
        state = "error" if wrong else "lack" if page.visited else "todo"
        note = troubles_in_words(lacking)
    return {"label": page.label, "url": page.url, "state": state, "note": note, "current": current}


def troubles_in_words(lacking: Iterable[Lack]) -> str:
    """还缺 3 处，超出字数 1 处: how many of each trouble."""
    counts = Counter(lack.trouble for lack in lacking)
    return "，".join(words.format(counts[trouble]) for trouble, words in WORDS.items() if counts[trouble])


def flagged(url: str) -> str:
    """The address of a lack, asking its page to show all that is missing there."""
    path, mark, anchor = url.partition("#")
    return f"{path}?check=1{mark}{anchor}"
