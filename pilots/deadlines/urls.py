"""Addresses of the subject."""

from django.urls import path

from pilots.deadlines import views

urlpatterns = [
    path("deadlines/", views.deadline_list, name="deadline_list"),
    path("deadlines/file/", views.deadline_file, name="deadline_file"),
]
