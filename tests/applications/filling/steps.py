"""How tests of the pages of applications speak: addresses, reading, downloading, a correction."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import User
from applications.begin import actions as begin_actions
from applications.models import Application, Packet, PacketFile
from applications.remarks.places import Noted
from files import store
from journal import clock
from programme.cutoff import correction_due
from programme.notice import Sheet, form_of
from reviews.models import Screening
from reviews.screening.actions import screen
from tests import factories


def begin(person: User, sheet: str = Sheet.TECHNOLOGY) -> Application:
    """An empty draft of the person's organisation."""
    return begin_actions.start(person.organisations.get(), sheet, actor=person)


def at(name: str, application: Application, *more: str) -> str:
    """Address of a page of an application."""
    return reverse(f"application_{name}", args=[application.pk, *more])


def read(client, url: str) -> str:
    """The text of a page that must be there."""
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def download(client, url: str) -> tuple[int, bytes, str]:
    """Status, content and disposition (attachment, inline or nothing) of an answer that is read to its end."""
    answer = client.get(url)
    content = answer.getvalue()
    return answer.status_code, content, answer.get("Content-Disposition", "").partition(";")[0]


def again(application: Application) -> Application:
    """The application as it stands in the database."""
    return Application.objects.get(pk=application.pk)


def correction(person: User, sheet: str = Sheet.TECHNOLOGY, placed: Sequence[Noted] = ()) -> Application:
    """A received application that screening gave ten days to correct, with remarks at places."""
    received = factories.received(sheet, by=person)
    screen(
        received.pk,
        actor=factories.staff(),
        outcome=Screening.Outcome.CORRECTION,
        findings={form_of(sheet).conditions[0].key: {"met": False, "remark": "证照过期"}},
        remarks="请补充核算说明。",
        due=correction_due(clock.now(), 10),
        placed=placed,
    )
    return again(received)


def build_packet(application: Application, **found) -> None:
    """Let the packet be built, of four small files; ``found`` is what else stands in its row."""
    packet = Packet.objects.get(revision=application.current_revision)
    for kind in PacketFile.Kind:
        file = store.put(kind.value.encode(), "application/pdf")
        PacketFile.objects.update_or_create(packet=packet, kind=kind, defaults={"file": file})
    Packet.objects.filter(pk=packet.pk).update(state="done", built_at=clock.now(), **found)
