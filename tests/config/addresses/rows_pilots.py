"""Rows of the programme: public pages, pilots, library, cycles."""

from tests.config.addresses.arguments import measure, pilot, quota_request
from tests.config.addresses.who import APPLICANTS, EVERYONE, OWNER, STAFF, Row

ROWS = {
    "public_index": Row(EVERYONE),
    "public_type": Row(EVERYONE, lambda w: ("park",)),
    "public_form": Row(EVERYONE, lambda w: ("park",)),
    "public_pilots": Row(EVERYONE),
    "award_list_file": Row(STAFF, lambda w: (w.application.cycle.year, "word")),
    "pilot_list": Row(APPLICANTS | STAFF),
    "pilot_detail": Row(OWNER | STAFF, pilot),
    "certificate_file": Row(OWNER | STAFF, pilot),
    "plan_submit": Row(OWNER | STAFF, pilot, post=True),
    "plan_review": Row(OWNER | STAFF, pilot, post=True),
    "grant_title": Row(OWNER | STAFF, pilot, post=True),
    "support_add": Row(STAFF, pilot, post=True),
    "support_cancel": Row(STAFF, lambda w: (measure(w),), post=True),
    "finance_list": Row(STAFF),
    "finance_file": Row(STAFF),
    "plan_file": Row(OWNER | STAFF, lambda w: (w.pilot.plans.first().pk,)),
    "library_list": Row(STAFF),
    "library_national": Row(STAFF),
    "library_support": Row(STAFF, lambda w: (w.application.entry_id,)),
    "library_grade": Row(STAFF, lambda w: (w.application.entry_id,), post=True),
    "cycle_list": Row(STAFF),
    "cycle_open": Row(STAFF, post=True),
    "cycle_edit": Row(STAFF, lambda w: (w.application.cycle.year,)),
    "quota_request_list": Row(STAFF),
    "quota_answer": Row(STAFF, quota_request),
    "cycle_frozen": Row(STAFF, lambda w: (w.closed.year, "txt")),
}
