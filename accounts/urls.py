"""Addresses of the room."""

from django.urls import path

from accounts import views
from accounts.members import views as members_views

urlpatterns = [
    path("organisation/", members_views.organisation, name="organisation"),
    path("organisation/<int:pk>/invite/", members_views.organisation_invite, name="organisation_invite"),
    path("members/<int:pk>/right/", members_views.member_right, name="member_right"),
    path("members/<int:pk>/remove/", members_views.member_remove, name="member_remove"),
    path("invitations/<int:pk>/cancel/", members_views.invitation_cancel, name="invitation_cancel"),
    path("invitations/<str:token>/", members_views.invitation, name="invitation"),
    path("organisation/register/", views.organisation_register, name="organisation_register"),
    path("messages/", views.inbox, name="inbox"),
    path("messages/<int:pk>/", views.message_open, name="message_open"),
]
