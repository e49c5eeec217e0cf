"""Addresses of the room."""

from django.urls import path

from accounts import views, views_members

urlpatterns = [
    path("organisation/", views_members.organisation, name="organisation"),
    path("organisation/<int:pk>/invite/", views_members.organisation_invite, name="organisation_invite"),
    path("members/<int:pk>/right/", views_members.member_right, name="member_right"),
    path("members/<int:pk>/remove/", views_members.member_remove, name="member_remove"),
    path("invitations/<int:pk>/cancel/", views_members.invitation_cancel, name="invitation_cancel"),
    path("invitations/<str:token>/", views_members.invitation, name="invitation"),
    path("organisation/register/", views.organisation_register, name="organisation_register"),
    path("messages/", views.inbox, name="inbox"),
    path("messages/<int:pk>/", views.message_open, name="message_open"),
]
