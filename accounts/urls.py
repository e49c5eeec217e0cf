"""Addresses of the room."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("", include("accounts.members.urls")),
    path("", include("accounts.sessions.urls")),
    path("organisation/register/", views.organisation_register, name="organisation_register"),
    path("messages/", views.inbox, name="inbox"),
    path("messages/<int:pk>/", views.message_open, name="message_open"),
]
