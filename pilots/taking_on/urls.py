"""Addresses of the subject."""

from django.urls import path

from pilots.taking_on import views

urlpatterns = [
    path("pilots/old/", views.old_pilots, name="old_pilots"),
    path("library/<int:pk>/pilot/", views.take_on, name="take_on"),
    path("pilots/old/<int:pk>/confirm/", views.take_on_confirm, name="take_on_confirm"),
    path("pilots/old/<int:pk>/return/", views.take_on_return, name="take_on_return"),
]
