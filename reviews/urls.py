"""Addresses of the room."""

from django.urls import path

from pilots.award import views_notice as award_views_notice
from portal.case_file import views as case_file_views
from reviews.compliance import views as compliance_views
from reviews.decisions import views_case as decisions_views_case
from reviews.decisions import views_confirm as decisions_views_confirm
from reviews.decisions import views_meeting as decisions_views_meeting
from reviews.decisions import views_propose as decisions_views_propose
from reviews.draws import views as draws_views
from reviews.objections import views_city as objections_views_city
from reviews.panels import views as panels_views
from reviews.panels import views_files as panels_views_files
from reviews.panels import views_members as panels_views_members
from reviews.panels import views_members as reviews_panels_views_members
from reviews.panels.notes import views as notes_views
from reviews.pool import views_city as pool_views_city
from reviews.pool import views_reviewer as pool_views_reviewer
from reviews.ranking import views as ranking_views
from reviews.ranking import views_files as ranking_views_files
from reviews.results import views_files as results_views_files
from reviews.results import views_notice, views_publish
from reviews.results import views_workdays as results_views_workdays
from reviews.rubrics import views as rubrics_views
from reviews.scoring import views_desk as scoring_views_desk
from reviews.scoring import views_sheet
from reviews.screening import views_letters as screening_views_letters
from reviews.screening import views_list as screening_views_list
from reviews.screening import views_sheet as screening_views_sheet
from reviews.visits.planning import views as planning_views
from reviews.visits.recording import views as recording_views
from reviews.work_plans import views as work_plans_views

urlpatterns = [
    path("screening/", screening_views_list.screening_list, name="screening_list"),
    path("screening/views/", screening_views_list.saved_view_keep, name="saved_view_keep"),
    path("screening/views/<int:pk>/", screening_views_list.saved_view_change, name="saved_view_change"),
    path("screening/<int:pk>/", screening_views_sheet.screening, name="screening"),
    path("screening/<int:pk>/keep/", screening_views_sheet.screening_draft, name="screening_draft"),
    path("screening/<int:pk>/record/", compliance_views.screening_record, name="screening_record"),
    path("notices/<int:pk>/", screening_views_letters.notice_list, name="notice_list"),
    path("notices/<int:pk>/<slug:kind>/", screening_views_letters.notice_file, name="notice_file"),
    path("pool/", pool_views_city.reviewer_pool, name="reviewer_pool"),
    path("pool/<int:pk>/", pool_views_city.reviewer_edit, name="reviewer_edit"),
    path("profile/", pool_views_reviewer.reviewer_profile, name="reviewer_profile"),
    path("profile/ties/", pool_views_reviewer.standing_declare, name="standing_declare"),
    path("profile/ties/<int:pk>/withdraw/", pool_views_reviewer.standing_withdraw, name="standing_withdraw"),
    path("panels/", panels_views.panel_list, name="panel_list"),
    path("panels/new/", panels_views.panel_create, name="panel_create"),
    path("panels/<int:pk>/", panels_views.panel_detail, name="panel_detail"),
    path("panels/<int:pk>/draw/", draws_views.panel_draw, name="panel_draw"),
    path("panels/<int:pk>/dissolve/", panels_views_members.panel_dissolve, name="panel_dissolve"),
    path("panels/<int:pk>/due/", panels_views_members.panel_due, name="panel_due"),
    path("panels/<int:pk>/take-out/", panels_views_members.panel_take_out, name="panel_take_out"),
    path("panels/<int:pk>/exclude/", panels_views_members.panel_exclude, name="panel_exclude"),
    path("draws/<int:pk>/", draws_views.draw_detail, name="draw_detail"),
    path("draws/<int:pk>/again/", draws_views.draw_again, name="draw_again"),
    path("sheets/<int:pk>/replace/", draws_views.sheet_replace, name="sheet_replace"),
    path("panels/<int:pk>/put/", panels_views.panel_put, name="panel_put"),
    path("panels/<int:pk>/reviewers/", panels_views.panel_add, name="panel_add"),
    path("panels/<int:pk>/notes/", notes_views.panel_notes, name="panel_notes"),
    path("panels/<int:pk>/notes/<int:application_pk>/", notes_views.panel_note, name="panel_note"),
    path("panels/<int:pk>/minutes/", notes_views.panel_minutes, name="panel_minutes"),
    path("minutes/<int:pk>/file/", notes_views.minutes_file, name="minutes_file"),
    path("panels/<int:pk>/scores/", panels_views_files.panel_file, name="panel_file"),
    path("ranking/", ranking_views.ranking, name="ranking"),
    path("ranking/<int:pk>/", ranking_views.ranking_case, name="ranking_case"),
    path("ranking/scores/", ranking_views_files.ranking_file, name="ranking_file"),
    path("proposed/<int:year>/<slug:kind>/", results_views_files.proposed_file, name="proposed_file"),
    path("rubrics/", rubrics_views.rubric_list, name="rubric_list"),
    path("rubrics/<int:year>/<slug:pilot_type>/copy/", rubrics_views.rubric_copy, name="rubric_copy"),
    path("rubrics/<int:year>/<slug:pilot_type>/", rubrics_views.rubric_edit, name="rubric_edit"),
    path("results/", views_notice.notice_desk, name="notice_desk"),
    path("results/publish/<int:year>/", views_publish.publish, name="publish"),
    path("results/workdays/<int:year>/", results_views_workdays.workdays, name="workdays"),
    path("results/workdays/drop/<int:pk>/", results_views_workdays.workday_drop, name="workday_drop"),
    path("results/notices/<int:pk>/", views_notice.notice_manage, name="notice_manage"),
    path("results/notices/<int:pk>/confirm/", views_notice.notice_confirm, name="notice_confirm"),
    path("results/notices/<int:pk>/award/", award_views_notice.notice_award, name="notice_award"),
    path("results/notices/<int:pk>/<slug:kind>/", views_notice.notice_letter_file, name="notice_letter_file"),
    path("results/objections/<int:pk>/", objections_views_city.objection_detail, name="objection_detail"),
    path("results/objections/<int:pk>/take/", objections_views_city.objection_take, name="objection_take"),
    path("results/objections/<int:pk>/note/", objections_views_city.objection_note, name="objection_note"),
    path("results/objections/<int:pk>/close/", objections_views_city.objection_close, name="objection_close"),
    path(
        "results/objections/<int:pk>/uphold/", objections_views_city.objection_uphold, name="objection_uphold"
    ),
    path(
        "results/objections/<int:pk>/return/", objections_views_city.objection_return, name="objection_return"
    ),
    path("results/objections/files/<int:pk>/", objections_views_city.objection_file, name="objection_file"),
    path("case-files/<int:pk>/", case_file_views.case_file, name="case_file"),
    path("case-files/<int:pk>/ask/", case_file_views.case_file_ask, name="case_file_ask"),
    path("case-files/<int:pk>/<slug:what>/", case_file_views.case_file_take, name="case_file_take"),
    path("meeting/", decisions_views_meeting.decision_meeting, name="decision_meeting"),
    path("meeting/propose/", decisions_views_propose.decision_propose, name="decision_propose"),
    path("meeting/confirm/", decisions_views_confirm.decision_confirm, name="decision_confirm"),
    path("meeting/take-back/<int:pk>/", decisions_views_case.decision_take_back, name="decision_take_back"),
    path(
        "meeting/paper/<int:year>/<slug:pilot_type>/<slug:kind>/",
        decisions_views_case.meeting_file,
        name="meeting_file",
    ),
    path("decide/<int:pk>/", decisions_views_case.decide, name="decide"),
    path("sheets/<int:pk>/reopen/", reviews_panels_views_members.sheet_reopen, name="sheet_reopen"),
    path("visits/", planning_views.visit_list, name="visit_list"),
    path("visits/new/", planning_views.visit_create, name="visit_create"),
    path("visits/<int:pk>/", planning_views.visit, name="visit"),
    path("visits/<int:pk>/change/", planning_views.visit_change, name="visit_change"),
    path("visits/<int:pk>/cancel/", planning_views.visit_cancel, name="visit_cancel"),
    path("visits/records/<int:pk>/", recording_views.visit_case, name="visit_case"),
    path("visits/records/<int:pk>/autosave/", recording_views.visit_autosave, name="visit_autosave"),
    path("visits/records/<int:pk>/reopen/", recording_views.visit_reopen, name="visit_reopen"),
    path("visits/records/<int:pk>/photos/", recording_views.visit_photos, name="visit_photos"),
    path("visits/records/<int:pk>/<slug:kind>/", recording_views.visit_report, name="visit_report"),
    path("visits/photos/<int:pk>/", recording_views.visit_photo, name="visit_photo"),
    path("visits/photos/<int:pk>/caption/", recording_views.visit_photo_caption, name="visit_photo_caption"),
    path("visits/photos/<int:pk>/delete/", recording_views.visit_photo_delete, name="visit_photo_delete"),
    path("work-plans/", work_plans_views.work_plan_list, name="work_plan_list"),
    path("work-plans/<int:pk>/", work_plans_views.work_plan, name="work_plan"),
    path("work-plans/<int:pk>/hand-in/", work_plans_views.work_plan_hand_in, name="work_plan_hand_in"),
    path("work-plans/<int:pk>/return/", work_plans_views.work_plan_return, name="work_plan_return"),
    path("work-plans/<int:pk>/postpone/", work_plans_views.work_plan_postpone, name="work_plan_postpone"),
    path("work-plans/files/<int:pk>/", work_plans_views.work_plan_file, name="work_plan_file"),
    path("desk/", scoring_views_desk.reviewer_desk, name="reviewer_desk"),
    path("sheets/<int:pk>/", views_sheet.reviewer_sheet, name="reviewer_sheet"),
    path("sheets/<int:pk>/save/", views_sheet.reviewer_save, name="reviewer_save"),
    path("sheets/<int:pk>/declare/", views_sheet.reviewer_declare, name="reviewer_declare"),
    path("sheets/<int:pk>/files/<int:index>/", views_sheet.reviewer_file, name="reviewer_file"),
]
