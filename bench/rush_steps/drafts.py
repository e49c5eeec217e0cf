"""What a rush needs beforehand: people with a session, each with a draft that lacks nothing; and a near cutoff."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import count

import pikepdf
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.urls import reverse

from accounts.capabilities import Role
from accounts.districts import District
from accounts.models import Membership, Organisation, SessionStore, User
from applications.begin import actions as begin
from applications.filling import saving
from applications.materials import actions as materials
from applications.models import Application
from applications.requirements import norms_outside
from applications.states import Route
from files import store
from journal import clock
from programme.cycles.receiving import cycle_at
from programme.models import Cycle
from programme.notice import Sheet, form_of
from tests.factories import answers, uscc

BATCH = 100
MATERIALS = {
    Sheet.TECHNOLOGY: ("licence", "approval", "carbon", "other"),  # what its list requires, and a proof
    Sheet.LEADER: ("licence", "other"),
}
_serial = count(1)


def prepared(number: int) -> list[dict]:
    """Make ``number`` drafts, each of an organisation and a person of its own, on the direct route.

    Returns:
        For each: ``draft`` (its id), ``path`` of its check page, ``cookies`` of its signed-in person.
    """
    with BytesIO() as page, pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(page)
        content = page.getvalue()
    made = []
    while len(made) < number:
        with transaction.atomic():
            made += [_one(next(_serial), content) for _ in range(min(BATCH, number - len(made)))]
    return made


def _one(n: int, content: bytes) -> dict:
    person = User.objects.create_user(f"rush{n}@example.org", roles=[Role.APPLICANT], name=f"示例人员{n}")
    organisation = Organisation.objects.create(
        name=f"示例单位{n}",
        district=District.HAIDIAN,
        uscc=uscc(700_000_000 + n),
        nature="民营企业",
        address=f"海淀区示例路 {n} 号",
    )
    Membership.objects.create(user=person, organisation=organisation)
    draft = _draft(organisation, person, Sheet.TECHNOLOGY if n % 4 else Sheet.LEADER, n, content)
    path = reverse("application_check", args=[draft.pk])
    return {"draft": draft.pk, "path": path, "cookies": {settings.SESSION_COOKIE_NAME: session_of(person)}}


def _draft(organisation: Organisation, person: User, sheet: Sheet, n: int, content: bytes) -> Application:
    draft = begin.start(organisation, sheet, actor=person)
    draft = saving.save_draft(
        draft.pk,
        actor=person,
        answers=answers(sheet) | {"applicant_name": organisation.name},
        field=form_of(sheet).fields[0],
        district=District.HAIDIAN,
        route=Route.DIRECT,
        confirmed_conditions=[condition.key for condition in form_of(sheet).conditions],
    )
    reasons = {norm.key: "示例理由。" for norm in norms_outside(draft)}
    saving.save_draft(draft.pk, actor=person, norm_reasons=reasons)
    for material in MATERIALS[sheet]:
        file = store.put(content + f"\n% {n} {material}\n".encode(), "application/pdf")
        materials.attach(draft.pk, actor=person, material=material, file=file, name=f"{material}.pdf")
    return draft


def session_of(person: User) -> str:
    """Sign the person in and return the key of the session."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def cutoff_in(seconds: float) -> tuple[int, datetime]:
    """Set the cutoff of the cycle that counts now to ``seconds`` from now; return its year and the instant."""
    now = clock.now()
    cycle, cutoff = cycle_at(now), now + timedelta(seconds=seconds)
    Cycle.objects.filter(pk=cycle.pk).update(cutoff=cutoff)
    return cycle.year, cutoff
