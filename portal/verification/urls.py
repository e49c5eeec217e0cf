"""Addresses of the room that need no account, short because they stand on paper: under ``/verify/``."""

from django.urls import path

from portal.verification import views as verification_views

urlpatterns = [
    path("", verification_views.verify, name="verify"),
    path("<str:code>/", verification_views.verify_code, name="verify_code"),
]
