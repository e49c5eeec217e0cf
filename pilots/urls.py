"""Addresses of the room."""

from django.urls import path

from pilots import views_acts
from pilots import views_acts as pilots_views_acts
from pilots import views_pilot as pilots_views_pilot
from pilots.award import views as award_views
from pilots.plan import views as plan_views
from pilots.support import views as support_views
from portal.public import views as public_views
from programme.cycles import views as cycles_views
from programme.library import views as library_views
from programme.quotas import views as quotas_views

urlpatterns = [
    path("", public_views.public_index, name="public_index"),
    path("types/<slug:sheet>/", public_views.public_type, name="public_type"),
    path("types/<slug:sheet>/form.docx", public_views.public_form, name="public_form"),
    path("awarded/", public_views.public_pilots, name="public_pilots"),
    path("pilots/", pilots_views_pilot.pilot_list, name="pilot_list"),
    path("pilots/<int:pk>/", pilots_views_pilot.pilot_detail, name="pilot_detail"),
    path("pilots/<int:pk>/certificate/", pilots_views_pilot.certificate_file, name="certificate_file"),
    path("pilots/<int:pk>/plan/", pilots_views_acts.plan_submit, name="plan_submit"),
    path("pilots/<int:pk>/plan/review/", views_acts.plan_review, name="plan_review"),
    path("pilots/<int:pk>/title/", views_acts.grant_title, name="grant_title"),
    path("pilots/<int:pk>/support/", pilots_views_acts.support_add, name="support_add"),
    path("pilots/support/<int:pk>/cancel/", support_views.support_cancel, name="support_cancel"),
    path("pilots/awards/<int:year>/<slug:kind>/", award_views.award_list_file, name="award_list_file"),
    path("pilots/plans/<int:pk>/", plan_views.plan_file, name="plan_file"),
    path("library/", library_views.library_list, name="library_list"),
    path("library/national/", library_views.library_national, name="library_national"),
    path("library/finance/", support_views.finance_list, name="finance_list"),
    path("library/finance/list.xlsx", support_views.finance_file, name="finance_file"),
    path("library/<int:pk>/grade/", library_views.library_grade, name="library_grade"),
    path("cycles/", cycles_views.cycle_list, name="cycle_list"),
    path("cycles/open/", cycles_views.cycle_open, name="cycle_open"),
    path("quotas/", quotas_views.quota_request_list, name="quota_request_list"),
    path("quotas/<int:pk>/", quotas_views.quota_answer, name="quota_answer"),
    path("cycles/<int:year>/", cycles_views.cycle_edit, name="cycle_edit"),
    path("cycles/<int:year>/list/<slug:kind>/", cycles_views.cycle_frozen, name="cycle_frozen"),
]
