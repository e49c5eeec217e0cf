"""What goes into a packet, read once from the database: from here on there is data and files only."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import localtime

from applications.dossier.opinion import recommender_of
from applications.dossier.paper_code import paper_code, qr_link
from applications.models import Opinion, Revision
from files import store
from programme.notice import material_names
from sheets.definitions import Sheet as Form
from sheets.stamp import Stamp


@dataclass(frozen=True)
class Original:
    """An attachment as it was submitted: its line of the material list, its name, and its content."""

    material: str
    name: str
    path: Path
    sha256: str
    size: int
    mime: str


@dataclass(frozen=True)
class RevisionView:
    """Everything that goes into a packet, read once. Instants are in Beijing time.

    ``canonical``: the text behind the checksum of the revision.
    """

    application_pk: int
    revision: int
    sha256: str
    number: str | None
    reference: str
    title: str
    organisation: str
    recommender: str
    type_name: str
    year: int
    form: Form
    answers: dict
    opinion_dated: date | None
    submitted_at: datetime
    received_at: datetime | None
    originals: tuple[Original, ...]
    canonical: str

    @property
    def code(self) -> str:
        """The code on every page."""
        return paper_code(self.application_pk, self.revision, self.sha256)

    @property
    def stamp(self) -> Stamp:
        """What stands at the foot of every page."""
        return Stamp(self.number, self.revision, self.sha256, self.code, qr_link(self.code))

    @property
    def file_stem(self) -> str:
        """What its files are called: the number, or the paper code before there is one; ASCII."""
        return self.number or self.code


def view_of(revision: Revision, *, answers: dict, opinion: Opinion | None) -> RevisionView:
    """Read what the packet of a revision shows, as the application stands now.

    Args:
        answers: everything on the paper form, the recommender's part included (``packets.request.paper_answers``).
        opinion: the recommendation that stands behind the revision (``packets.request.opinion_of``).
    """
    application = revision.application
    lines = material_names(application.sheet)
    order = list(lines)
    attached = sorted(
        revision.attachments,
        key=lambda item: order.index(item["material"]) if item["material"] in lines else len(order),
    )
    return RevisionView(
        application_pk=application.pk,
        revision=revision.number,
        sha256=revision.sha256,
        number=application.number,
        reference=application.reference,
        title=answers.get("project_name") or answers["applicant_name"],
        organisation=answers["applicant_name"],
        recommender=recommender_of(revision),
        type_name=application.get_sheet_display(),
        year=application.cycle.year,
        form=application.form,
        answers=answers,
        opinion_dated=opinion.dated if opinion else None,
        submitted_at=localtime(revision.submitted_at),
        received_at=application.received_at and localtime(application.received_at),
        originals=tuple(
            Original(
                material=lines.get(item["material"], item["material"]),
                name=item["name"],
                path=store.path(item["sha256"]),
                sha256=item["sha256"],
                size=item["size"],
                mime=item["mime"],
            )
            for item in attached
        ),
        canonical=revision.canonical(),
    )
