"""Addresses of the public verification: under ``/verify/``."""

from django.urls import path

from portal.verification import views

urlpatterns = [
    path("", views.verify, name="verify"),
    path("<str:code>/", views.verify_code, name="verify_code"),
]
