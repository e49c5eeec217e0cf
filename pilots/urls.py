"""Addresses of the room."""

from django.urls import include, path

from pilots import views_acts, views_pilot

urlpatterns = [
    path("", include("pilots.award.urls")),
    path("", include("pilots.support.urls")),
    path("", include("pilots.plan.urls")),
    path("", include("pilots.low_carbon_day.urls")),
    path("pilots/", views_pilot.pilot_list, name="pilot_list"),
    path("pilots/<int:pk>/", views_pilot.pilot_detail, name="pilot_detail"),
    path("pilots/<int:pk>/certificate/", views_pilot.certificate_file, name="certificate_file"),
    path("pilots/<int:pk>/plan/", views_acts.plan_submit, name="plan_submit"),
    path("pilots/<int:pk>/plan/review/", views_acts.plan_review, name="plan_review"),
    path("pilots/<int:pk>/title/", views_acts.grant_title, name="grant_title"),
    path("pilots/<int:pk>/untitled/", views_acts.pilot_untitled, name="pilot_untitled"),
    path("pilots/<int:pk>/support/", views_acts.support_add, name="support_add"),
]
