"""Addresses of the room."""

from django.urls import path

from pilots import (
    views_applicant,
    views_cycles,
    views_pilot_staff,
    views_public,
    views_quotas,
    views_staff,
    views_support,
)

urlpatterns = [
    path("", views_public.public_index, name="public_index"),
    path("types/<slug:sheet>/", views_public.public_type, name="public_type"),
    path("types/<slug:sheet>/form.docx", views_public.public_form, name="public_form"),
    path("awarded/", views_public.public_pilots, name="public_pilots"),
    path("pilots/", views_applicant.pilot_list, name="pilot_list"),
    path("pilots/<int:pk>/", views_applicant.pilot_detail, name="pilot_detail"),
    path("pilots/<int:pk>/certificate/", views_applicant.certificate_file, name="certificate_file"),
    path("pilots/<int:pk>/plan/", views_applicant.plan_submit, name="plan_submit"),
    path("pilots/<int:pk>/plan/review/", views_pilot_staff.plan_review, name="plan_review"),
    path("pilots/<int:pk>/title/", views_pilot_staff.grant_title, name="grant_title"),
    path("pilots/<int:pk>/support/", views_support.support_add, name="support_add"),
    path("pilots/support/<int:pk>/cancel/", views_support.support_cancel, name="support_cancel"),
    path("pilots/awards/<int:year>/<slug:kind>/", views_pilot_staff.award_list_file, name="award_list_file"),
    path("pilots/plans/<int:pk>/", views_applicant.plan_file, name="plan_file"),
    path("library/", views_staff.library_list, name="library_list"),
    path("library/national/", views_staff.library_national, name="library_national"),
    path("library/finance/", views_support.finance_list, name="finance_list"),
    path("library/finance/list.xlsx", views_support.finance_file, name="finance_file"),
    path("library/<int:pk>/grade/", views_staff.library_grade, name="library_grade"),
    path("cycles/", views_cycles.cycle_list, name="cycle_list"),
    path("cycles/open/", views_cycles.cycle_open, name="cycle_open"),
    path("quotas/", views_quotas.quota_request_list, name="quota_request_list"),
    path("quotas/<int:pk>/", views_quotas.quota_answer, name="quota_answer"),
    path("cycles/<int:year>/", views_cycles.cycle_edit, name="cycle_edit"),
    path("cycles/<int:year>/list/<slug:kind>/", views_cycles.cycle_frozen, name="cycle_frozen"),
]
