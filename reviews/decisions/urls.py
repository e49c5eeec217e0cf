"""Addresses of the subject."""

from django.urls import path

from reviews.decisions import views_case, views_confirm, views_meeting, views_propose

urlpatterns = [
    path("meeting/", views_meeting.decision_meeting, name="decision_meeting"),
    path("meeting/propose/", views_propose.decision_propose, name="decision_propose"),
    path("meeting/confirm/", views_confirm.decision_confirm, name="decision_confirm"),
    path("meeting/take-back/<int:pk>/", views_case.decision_take_back, name="decision_take_back"),
    path(
        "meeting/paper/<int:year>/<slug:pilot_type>/<slug:kind>/",
        views_case.meeting_file,
        name="meeting_file",
    ),
    path("decide/<int:pk>/", views_case.decide, name="decide"),
]
