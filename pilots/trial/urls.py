"""Addresses of the subject."""

from django.urls import path

from pilots.trial import views

urlpatterns = [
    path("pilots/<int:pk>/trial/", views.trial_begin, name="trial_begin"),
    path("pilots/<int:pk>/trial/correct/", views.trial_correct, name="trial_correct"),
    path("pilots/trial/files/<int:pk>/", views.trial_file, name="trial_file"),
]
