"""People who write: each with a session and a full technology form, and what the browser of each would send."""

from dataclasses import dataclass, field
from itertools import count

from django.conf import settings
from django.urls import reverse

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Membership, Organisation, User
from applications.begin import actions as begin
from applications.filling import saving
from bench.documents_steps.fullest import fullest_answers
from bench.rush_steps.drafts import session_of
from programme.notice import Sheet
from sheets.forms import PartForm
from sheets.merging.merge import marks_of
from tests.factories import uscc

PART, TYPED = "project", "project_content"
SECRET = "a" * 32  # of the token against forged requests: any will do that is in the cookie and in the form
_serial = count(1)


@dataclass
class Writer:
    """One person at one part of one draft; ``fields`` is what the page holds, ``copy`` what it was made from."""

    save_path: str
    beside_path: str
    page_path: str
    cookies: dict
    fields: dict
    copy: dict = field(default_factory=dict)


def writers(number: int) -> list[Writer]:
    """Make so many, each of an organisation of its own."""
    return [_one(next(_serial)) for _ in range(number)]


def _one(n: int) -> Writer:
    person = User.objects.create_user(f"writer{n}@example.org", roles=[Role.APPLICANT], name=f"示例人员{n}")
    organisation = Organisation.objects.create(
        name=f"填报示例单位{n}",
        district=District.HAIDIAN,
        uscc=uscc(800_000_000 + n),
        nature="民营企业",
        address=f"海淀区示例路 {n} 号",
    )
    Membership.objects.create(user=person, organisation=organisation)
    draft = begin.start(organisation, Sheet.TECHNOLOGY, actor=person)
    draft = saving.save_draft(draft.pk, actor=person, answers=fullest_answers())
    part = draft.form.part(PART)
    shown = PartForm(draft.form, part, draft.cycle.year, draft.answers)
    fields = {name: value for block in shown.blocks for name, value in _entries(block)}
    return Writer(
        reverse("application_autosave", args=[draft.pk, PART]),
        reverse("application_beside", args=[draft.pk, PART]) + "?paper",
        reverse("application_form", args=[draft.pk, PART]),
        {settings.SESSION_COOKIE_NAME: session_of(person), settings.CSRF_COOKIE_NAME: SECRET},
        fields | {"csrfmiddlewaretoken": SECRET, "who": str(person.pk)},
        shown.by_name(marks_of(draft.form, draft.answers, (part,))),
    )


def _entries(block) -> list[tuple[str, object]]:
    """Names and values of the inputs of a block; several values of one name are a list."""
    found = []
    for slot in block.slots:
        name, value = block.add_prefix(slot.leaf.key), block.initial[slot.leaf.key]
        if slot.leaf.kind == "month_range":
            found += [(f"{name}_{end}", month) for end, month in enumerate(value)]
        else:
            found.append((name, value))
    return found
