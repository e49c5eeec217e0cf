"""Changes of targets (A3 §三.三)."""

from pilots.change.actions import begin_change, submit_change
from pilots.change.layout import layout_of as change_layout
from pilots.models import Pilot, Submission
from pilots.writing.saving import save_submission
from tests.factories.lives import implementing, submitter


def changing(pilot: Pilot | None = None, **changes: str) -> Submission:
    """A change of targets that lacks nothing and is not handed in: ``changes`` over what is in force."""
    pilot = pilot or implementing()
    begun = begin_change(pilot.pk, actor=submitter(pilot))
    content = {"what": "调整示例目标。", "why": "设备到货推迟。", "effect": "不影响总体效果。"}
    reasons = {f"target_{key}_why": "按实际进度调整。" for key in (1, 2)}
    save_submission(begun.pk, content | reasons | changes, actor=submitter(pilot), layout_of=change_layout)
    return Submission.objects.get(pk=begun.pk)


def change_handed_in(pilot: Pilot | None = None, **changes: str) -> Submission:
    """A change that was handed in: noted, or waiting for approval."""
    begun = changing(pilot, **changes)
    submit_change(begun.pk, actor=submitter(begun.pilot))
    return Submission.objects.get(pk=begun.pk)
