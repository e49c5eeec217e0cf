"""Addresses of the subject."""

from django.urls import path

from pilots.deadlines import views

urlpatterns = [
    path("pilots/deadlines/", views.deadline_list, name="deadline_list"),
    path("pilots/deadlines/file/", views.deadline_file, name="deadline_file"),
]
