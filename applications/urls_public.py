"""Addresses of the room that need no account, short because they stand on paper: under ``/verify/``."""

from django.urls import path

from applications import views_public

urlpatterns = [
    path("", views_public.verify, name="verify"),
    path("<str:code>/", views_public.verify_code, name="verify_code"),
]
