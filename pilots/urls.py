"""Addresses of the room."""

from django.urls import include, path

from pilots import views_acts, views_pilot

urlpatterns = [
    path("", include("pilots.award.urls")),
    path("", include("pilots.support.urls")),
    path("", include("pilots.submissions.urls")),
    path("", include("pilots.change.urls")),
    path("", include("pilots.trial.urls")),
    path("", include("pilots.deadlines.urls")),
    path("", include("pilots.evaluation.urls")),
    path("", include("pilots.terms.urls")),
    path("", include("pilots.title.urls")),
    path("", include("pilots.withdrawal.urls")),
    path("", include("pilots.low_carbon_day.urls")),
    path("", include("pilots.figures.urls")),
    path("", include("pilots.taking_on.urls")),
    path("pilots/", views_pilot.pilot_list, name="pilot_list"),
    path("pilots/<int:pk>/", views_pilot.pilot_detail, name="pilot_detail"),
    path("pilots/<int:pk>/certificate/", views_pilot.certificate_file, name="certificate_file"),
    path("pilots/<int:pk>/remarks/", views_acts.remarks_edit, name="remarks_edit"),
    path("pilots/<int:pk>/support/", views_acts.support_add, name="support_add"),
]
