"""Rows of the programme: public pages, pilots, library, cycles."""

from tests import factories
from tests.config.addresses.arguments import measure, pilot, quota_request
from tests.config.addresses.who import (
    APPLICANTS,
    AWARDERS,
    CYCLE_SETTERS,
    EVERYONE,
    LIBRARIANS,
    OWNER,
    PILOT_FOLLOWERS,
    QUOTA_GRANTERS,
    READERS,
    Row,
)

ROWS = {
    "demo_clock": Row(frozenset()),  # only the embedded demo has it: tests/portal/demo_clock/
    "public_index": Row(EVERYONE),
    "public_type": Row(EVERYONE, lambda w: ("park",)),
    "public_form": Row(EVERYONE, lambda w: ("park",)),
    "public_pilots": Row(EVERYONE),
    "award_list_file": Row(AWARDERS, lambda w: (w.application.cycle.year, "word")),
    "pilot_list": Row(APPLICANTS | PILOT_FOLLOWERS | AWARDERS),
    "pilot_detail": Row(OWNER | READERS, pilot),
    "certificate_file": Row(OWNER | READERS, pilot),
    "plan_submit": Row(OWNER | READERS, pilot, post=True),
    "plan_review": Row(OWNER | READERS, pilot, post=True),
    "grant_title": Row(OWNER | READERS, pilot, post=True),
    "support_add": Row(PILOT_FOLLOWERS, pilot, post=True),
    "support_cancel": Row(PILOT_FOLLOWERS, lambda w: (measure(w),), post=True),
    "support_list": Row(PILOT_FOLLOWERS),
    "support_file": Row(PILOT_FOLLOWERS),
    "finance_list": Row(PILOT_FOLLOWERS),
    "finance_file": Row(PILOT_FOLLOWERS),
    "plan_file": Row(OWNER | READERS, lambda w: (w.pilot.plans.first().pk,)),
    "library_list": Row(LIBRARIANS),
    "library_national": Row(LIBRARIANS),
    "library_earlier": Row(LIBRARIANS),
    "authority_list": Row(CYCLE_SETTERS),
    "authority_fields": Row(CYCLE_SETTERS, lambda w: (factories.organisation("authority").pk,), post=True),
    "pilot_untitled": Row(PILOT_FOLLOWERS, lambda w: (w.pilot.pk,), post=True),
    "library_support": Row(PILOT_FOLLOWERS, lambda w: (w.application.entry_id,)),
    "library_grade": Row(LIBRARIANS, lambda w: (w.application.entry_id,), post=True),
    "cycle_list": Row(CYCLE_SETTERS),
    "cycle_open": Row(CYCLE_SETTERS, post=True),
    "cycle_edit": Row(CYCLE_SETTERS, lambda w: (w.application.cycle.year,)),
    "quota_request_list": Row(QUOTA_GRANTERS),
    "quota_answer": Row(QUOTA_GRANTERS, quota_request),
    "cycle_frozen": Row(CYCLE_SETTERS, lambda w: (w.closed.year, "txt")),
}
