"""Addresses of the subject."""

from django.urls import path

from portal.personal_data import views

urlpatterns = [
    path("privacy/", views.privacy_notice, name="privacy_notice"),
    path("account/data/", views.own_data, name="own_data"),
    path("account/data/own.json", views.own_data_file, name="own_data_file"),
]
