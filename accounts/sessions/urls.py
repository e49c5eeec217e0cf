"""Addresses of the subject."""

from django.urls import path

from accounts.sessions import views

urlpatterns = [
    path("sessions/", views.own_sessions, name="own_sessions"),
    path("sessions/end/", views.session_end, name="session_end"),
    path("sessions/keep/", views.session_keep, name="session_keep"),
]
