"""Addresses of the subject."""

from django.urls import path

from pilots.plan import views

urlpatterns = [
    path("pilots/plans/<int:pk>/", views.plan_file, name="plan_file"),
]
