"""Addresses of the subject."""

from django.urls import path

from applications.begin import views

urlpatterns = [
    path("new/", views.application_start, name="application_start"),
    path("<int:pk>/again/", views.apply_again, name="application_again"),
    path("library/<int:pk>/again/", views.apply_again_from_library, name="application_again_from_library"),
    path("<int:pk>/copy/", views.application_copy, name="application_copy"),
]
