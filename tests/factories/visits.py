"""A site visit and its record."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from applications.models import Application
from files.photos import take_photo
from journal import clock
from reviews.models import SiteVisit, VisitCase
from reviews.visits.planning.actions import plan_visit
from reviews.visits.recording.actions import add_photo, hand_in_case
from reviews.visits.recording.saving import save_case
from tests.factories.people import staff
from tests.files.samples import picture


def visit(*applications: Application, visitors: list[User] | None = None, in_hours: float = 24) -> SiteVisit:
    """A site visit to the applications, by a person of the city unless visitors are given."""
    return plan_visit(
        actor=staff(),
        applications=applications,
        visitors=visitors or [staff()],
        starts_at=clock.now() + timedelta(hours=in_hours),
        place="海淀区示例路 1 号",
        purpose="查看现场，核对运行记录。",
    )


def written(case: VisitCase, answer: str = "yes", conclusion: str = "consistent") -> VisitCase:
    """The record of a visit with everything filled in, not handed in yet."""
    items = {f"item_{item['key']}": answer for item in case.checklist["items"]}
    remarks = {f"remark_{item['key']}": "示例说明。" for item in case.checklist["items"]}
    rest = {"findings": "示例调研情况。", "conclusion": conclusion}
    return save_case(case.pk, items | remarks | rest, actor=staff()).row


def visited(application: Application, visitors: list[User] | None = None, **filled) -> VisitCase:
    """The record of a visit that was handed in, with a photo."""
    case = visit(application, visitors=visitors, in_hours=0).cases.get()
    photo = take_photo(SimpleUploadedFile("现场.jpg", picture("JPEG", (640, 480))))
    add_photo(case.pk, photo, actor=staff(), caption="示例照片")
    return hand_in_case(written(case, **filled).pk, actor=staff())
