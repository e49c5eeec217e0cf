"""What must hold between a submission and its versions."""

from collections.abc import Iterator

from django.db.models import Q

from pilots.models import Submission, SubmissionVersion
from pilots.states import SubmissionState


def broken() -> Iterator[str]:
    """A sentence for each submission that waits for an answer without a version that does, or the reverse."""
    handed_in = Q(state=SubmissionState.HANDED_IN)
    waits = Q(pk__in=SubmissionVersion.objects.waiting().values("submission"))
    rows = Submission.objects.filter((handed_in & ~waits) | (waits & ~handed_in))
    for row in rows.select_related("pilot__entry").order_by("pk"):
        yield f"{row.pilot.entry} 的{row.get_kind_display()}（第 {row.number} 份）的状态与各版的审核结果不符。"
