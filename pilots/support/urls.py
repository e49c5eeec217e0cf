"""Addresses of the subject."""

from django.urls import path

from pilots.support import views

urlpatterns = [
    path("pilots/support/<int:pk>/cancel/", views.support_cancel, name="support_cancel"),
    path("library/<int:pk>/support/", views.library_support, name="library_support"),
    path("library/support/", views.support_list, name="support_list"),
    path("library/support/list.xlsx", views.support_file, name="support_file"),
    path("library/finance/", views.finance_list, name="finance_list"),
    path("library/finance/list.xlsx", views.finance_file, name="finance_file"),
]
