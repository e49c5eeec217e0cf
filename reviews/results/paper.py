"""A published notice as a letter: the days, the contact and the lines that stand."""

from journal.clock import BEIJING
from reviews.models import PublicNotice
from reviews.results.letters import Announced, notice_letter
from sheets.letters.letter import Letter


def published_letter(notice: PublicNotice) -> Letter:
    """The notice with the lines that stand, as its page shows it; how many were taken off is said."""
    items = list(notice.items.all())
    standing = [item for item in items if not item.struck_at]
    announced = Announced(
        first_day=notice.first_day,
        last_day=notice.last_day,
        working_days=notice.working_days,
        phone=notice.phone,
        email=notice.email,
        published_on=notice.published_at.astimezone(BEIJING).date(),
        again=notice.again,
        struck=len(items) - len(standing),
    )
    return notice_letter(notice.cycle, standing, announced)
