"""Addresses of the subject."""

from django.urls import path

from portal.journal_head import views

urlpatterns = [
    path("journal-head/", views.journal_head, name="journal_head"),
    path("journal-head/json/", views.journal_head_json, name="journal_head_json"),
]
