"""Addresses of the subject."""

from django.urls import path

from pilots.figures import views

urlpatterns = [
    path("pilots/reductions/", views.reduction_list, name="reduction_list"),
    path("pilots/reductions.xlsx", views.reduction_file, name="reduction_file"),
]
