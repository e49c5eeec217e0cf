"""Addresses of the room, subject by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.administration.urls")),
    path("", include("portal.auditing.urls")),
    path("", include("portal.case_file.urls")),
    path("", include("portal.demo_clock.urls")),
    path("", include("portal.journal_head.urls")),
    path("", include("portal.personal_data.urls")),
    path("", include("portal.public.urls")),
]
