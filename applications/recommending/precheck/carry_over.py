"""What the pre-check of a new version begins with: the answers given of the one before that still hold (REC-2)."""

from applications.dossier.revision import files_under
from applications.models import PreCheck, Remark, Revision
from applications.recommending.precheck.lines import Line, finding_of, lines_of
from applications.remarks.places import CONDITION, MATERIAL

PLACE = {"findings": CONDITION, "materials": MATERIAL}
BY_CARBON = {"reduction", "intensity"}  # conditions that are judged by the carbon figures


def carry_over(earlier: PreCheck | None, revision: Revision) -> PreCheck | None:
    """The sheet that a person may confirm instead of writing it again; not saved.

    Only a 「是」 is carried over, and only where nothing was remarked and nothing changed since: the files of a
    material, what the applicant confirmed of a condition, the figures that a condition is judged by.

    Args:
        earlier: the sheet over an earlier version, with its revision; ``revision``: the version that is read now.
    """
    if earlier is None:
        return None
    between = Revision.objects.filter(
        application=revision.application_id, number__gte=earlier.revision.number, number__lt=revision.number
    )
    remarked = set(Remark.objects.filter(revision__in=between).values_list("place", flat=True))
    begun = PreCheck(revision=revision, opinion=earlier.opinion)
    for line in lines_of(revision):
        finding = finding_of(earlier, line)
        said_of = f"{PLACE[line.kind]}{line.key}" in remarked
        if finding["met"] and not said_of and not _changed(line, earlier.revision, revision):
            getattr(begun, line.kind)[line.key] = dict(finding)
    return begun


def _changed(line: Line, old: Revision, new: Revision) -> bool:
    """Whether what a line is judged by differs between two versions."""
    if line.kind == "materials":
        return files_under(old, line.key) != files_under(new, line.key)
    confirmed = [line.key in each.confirmed_conditions for each in (old, new)]
    return confirmed[0] != confirmed[1] or (line.key in BY_CARBON and old.carbon != new.carbon)
