"""Every address that takes a POST is listed: bound to the cutoff, or not (CUT-3).

Bound are the acts at whose instant the city receives something. Everything else may be done at any time. A new
address that takes a POST and has no row here fails.
"""

import pytest
from django.urls import reverse

from tests import factories
from tests.config.addresses import ROWS, World, make_world

BOUND = {
    "application_check": "提交申报（自主申报即为接收；组织推荐为送推荐单位），提交补正",
    "recommender_form": "推荐并报送",
    "recommender_batch": "批量推荐报送",
}
FREE = {
    "person_correct",
    "person_roles",
    "person_withdraw_role",
    "person_email",
    "person_reset",
    "person_close",
    "person_reopen",
    "person_create",
    "unit_create",
    "unit_correct",
    "unit_member_add",
    "unit_member_right",
    "unit_member_drop",
    "proposal_confirm",
    "proposal_decline",
    "proposal_take_back",
    "rights_table",
    "recovery_stop",
    "import_people",
    "import_take",
    "recommender_save",
    "recommender_return",
    "recommender_decline",
    "recommender_parks",
    "recommender_park_move",
    "quota_request_withdraw",
    "recommender_texts",
    "recommender_text",
    "recommender_text_remove",
    "quota_answer",
    "organisation_register",
    "application_annex",
    "organisation_invite",
    "invitation_cancel",
    "invitation",
    "session_end",
    "session_keep",
    "member_right",
    "member_remove",
    "application_start",
    "application_basics",
    "application_form",
    "application_autosave",
    "application_carbon",
    "application_conditions",
    "application_word",
    "application_word_compare",
    "application_materials",
    "application_packet_retry",
    "application_take_back",
    "application_rework",
    "application_again",
    "application_copy",
    "application_withdraw",
    "application_paper_mark",
    "application_paper_scan",
    "attachment_delete",
    "attachment_place",
    "attachment_replace",
    "paper_register",
    "paper_remind",
    "paper_correct",
    "saved_view_keep",
    "saved_view_change",
    "screening",
    "screening_draft",
    "compliance_edit",
    "reviewer_edit",
    "reviewer_profile",
    "conflict_declare",
    "conflict_withdraw",
    "panel_create",
    "panel_draw",
    "panel_dissolve",
    "panel_due",
    "panel_take_out",
    "panel_exclude",
    "draw_again",
    "panel_changes_confirm",
    "panel_change_return",
    "panel_change_take_back",
    "seed_name",
    "seed_draw",
    "seed_take_back",
    "sheet_replace",
    "panel_add",
    "panel_put",
    "panel_note",
    "panel_minutes",
    "verify",
    "objection_make",
    "publish",
    "workdays",
    "workday_drop",
    "public_notice_confirm",
    "public_notice_award",
    "objection_contact",
    "objection_take",
    "objection_note",
    "objection_close",
    "objection_uphold",
    "objection_return",
    "support_add",
    "support_cancel",
    "case_file_ask",
    "case_file_take",
    "decision_propose",
    "decision_confirm",
    "decision_take_back",
    "sheet_reopen",
    "sheet_close_lack",
    "rubric_edit",
    "rubric_copy",
    "reviewer_declare",
    "reviewer_save",
    "reviewer_sheet",
    "pilot_title",
    "title_grant",
    "title_return",
    "withdrawal_begin",
    "withdrawal_statement",
    "withdrawal_hearing",
    "withdrawal_propose",
    "withdrawal_return",
    "withdrawal_decide",
    "withdrawal_drop",
    "visit_create",
    "visit_change",
    "visit_cancel",
    "visit_case",
    "visit_autosave",
    "visit_reopen",
    "visit_photos",
    "visit_photo_caption",
    "visit_photo_delete",
    "work_plan_list",
    "work_plan_hand_in",
    "work_plan_return",
    "work_plan_postpone",
    "library_national",
    "library_earlier",
    "authority_fields",
    "trial_begin",
    "trial_correct",
    "submission",
    "submission_autosave",
    "submission_attach",
    "submission_file_delete",
    "submission_answer",
    "remarks_edit",
    "change_begin",
    "change_drop",
    "plaques_record",
    "plaque_record",
    "take_on",
    "take_on_confirm",
    "take_on_return",
    "evaluation",
    "evaluation_autosave",
    "evaluation_confirm",
    "evaluation_return",
    "evaluation_cancel",
    "evaluation_visit",
    "evaluation_attach",
    "evaluation_evidence_delete",
    "tracking_open",
    "condition_met",
    "life_terms",
    "application_again_from_library",
    "screening_duplicate",
    "library_grade",
    "library_support",
    "cycle_edit",
    "cycle_open",
}
ACCOUNTS = "account_"  # log-in and passwords: nothing the city receives


def takes_post(world: World, name: str) -> bool:
    """Whether the address takes a POST from somebody who gets in."""
    row = ROWS[name]
    if row.post:
        return True
    if not row.allowed:  # only the embedded demo has it
        return False
    client = world.client(sorted(row.allowed - {"visitor"})[0])
    with factories.undone():
        return client.post(reverse(name, args=row.args(world))).status_code != 405


@pytest.mark.django_db
def test_cut_3_every_address_that_takes_a_post_is_listed_as_bound_to_the_cutoff_or_not():
    world = make_world()
    own = [name for name in ROWS if not name.startswith(ACCOUNTS) and ":" not in name]
    assert {name for name in own if takes_post(world, name)} == FREE | set(BOUND)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BOUND)
def test_cut_3_what_is_bound_says_which_year_it_counts_for(name):
    world = make_world()
    waiting = factories.submitted(to=world.people["recommender"].organisations.get())
    who, args = {
        "application_check": ("owner", [world.draft.pk]),
        "recommender_form": ("recommender", [waiting.pk]),
        "recommender_batch": ("recommender", []),
    }[name]
    page = world.client(who).get(reverse(name, args=args), {"pick": waiting.pk}).content.decode()
    assert f"{world.draft.cycle.year} 年度" in page
