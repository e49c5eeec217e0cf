"""Addresses of the subject."""

from django.urls import path

from pilots.title import views

urlpatterns = [
    path("pilots/<int:pk>/title/", views.pilot_title, name="pilot_title"),
    path("pilots/titles/<int:pk>/grant/", views.title_grant, name="title_grant"),
    path("pilots/titles/<int:pk>/return/", views.title_return, name="title_return"),
]
