"""A published notice as a letter: the days, the contact and the lines that stand."""

from face.journal_head import head_before, head_line
from journal.clock import day_of
from reviews.models import PublicNotice
from reviews.results.letters import Announced, notice_letter
from sheets.letters.letter import Letter


def published_letter(notice: PublicNotice) -> Letter:
    """The notice as its page shows it: the lines that stand, those that were withdrawn, how many were taken off."""
    items = list(notice.items.select_related("application"))
    standing = [item for item in items if item.stands]
    withdrawn = tuple(item for item in items if item.is_withdrawn)
    announced = Announced(
        first_day=notice.first_day,
        last_day=notice.last_day,
        working_days=notice.working_days,
        first_day_counts=notice.counts_first_day,
        phone=notice.phone,
        email=notice.email,
        published_on=day_of(notice.published_at),
        again=notice.again,
        head=head_line(head_before(notice.published_at)),
        struck=len(items) - len(standing) - len(withdrawn),
        withdrawn=withdrawn,
    )
    return notice_letter(notice.cycle, standing, announced)
