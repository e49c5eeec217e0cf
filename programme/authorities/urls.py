"""Addresses of the subject."""

from django.urls import path

from programme.authorities import views

urlpatterns = [
    path("authorities/", views.authority_list, name="authority_list"),
    path("authorities/<int:pk>/", views.authority_fields, name="authority_fields"),
]
