"""Addresses of the subject."""

from django.urls import path

from pilots.submissions import views

urlpatterns = [
    path("pilots/submissions/<int:pk>/", views.submission, name="submission"),
]
