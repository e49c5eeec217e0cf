"""Addresses of the room, subject by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("programme.library.urls")),
    path("", include("programme.cycles.urls")),
    path("", include("programme.quotas.urls")),
    path("", include("programme.authorities.urls")),
]
