"""Addresses of the subject."""

from django.urls import path

from portal.auditing import views

urlpatterns = [
    path("auditing/access/", views.access_log, name="access_log"),
    path("auditing/access/excel/", views.access_log_file, name="access_log_file"),
    path("auditing/days/", views.access_days, name="access_days"),
    path("auditing/journal/", views.whole_journal, name="whole_journal"),
    path("auditing/journal/excel/", views.whole_journal_file, name="whole_journal_file"),
]
