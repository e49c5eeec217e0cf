"""Addresses of the subject."""

from django.urls import path

from accounts.members import views

urlpatterns = [
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/<int:pk>/invite/", views.organisation_invite, name="organisation_invite"),
    path("members/<int:pk>/right/", views.member_right, name="member_right"),
    path("members/<int:pk>/remove/", views.member_remove, name="member_remove"),
    path("invitations/<int:pk>/cancel/", views.invitation_cancel, name="invitation_cancel"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
