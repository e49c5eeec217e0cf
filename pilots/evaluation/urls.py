"""Addresses of the subject."""

from django.urls import path

from pilots.evaluation import views

urlpatterns = [
    path("pilots/evaluations/<int:pk>/", views.evaluation, name="evaluation"),
]
