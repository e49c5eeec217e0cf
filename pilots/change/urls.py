"""Addresses of the subject."""

from django.urls import path

from pilots.change import views

urlpatterns = [
    path("pilots/<int:pk>/change/", views.change_begin, name="change_begin"),
    path("pilots/changes/<int:pk>/drop/", views.change_drop, name="change_drop"),
]
