"""What tests of the paper share."""

from accounts.models import User
from applications.filling import saving
from applications.models import Revision
from applications.requirements import PROOFS
from applications.submitting import actions
from journal import clock
from programme.cutoff import correction_due
from reviews.screening.actions import screen
from tests import factories


def corrected(staff: User, *, resubmit: bool = True) -> Revision:
    """The first revision of an application whose correction was asked for, and came back unless told otherwise."""
    application = factories.received()
    first = application.current_revision
    screen(
        application.pk,
        actor=staff,
        outcome="correction",
        findings={},
        remarks="示例补正。",
        due=correction_due(clock.now(), 10),
    )
    answers = application.answers | {"project_name": "示例园区光储直柔二期项目"}
    saving.save_draft(
        application.pk,
        actor=application.created_by,
        answers=answers,
        norm_reasons=application.norm_reasons | {PROOFS: "示例理由。"},
    )
    application.attachments.filter(material="other").delete()
    if resubmit:
        actions.resubmit(application.pk, actor=application.created_by)
    return first
