"""Addresses of the subject."""

from django.urls import path

from pilots.support import views, views_hand_over

urlpatterns = [
    path("pilots/support/<int:pk>/cancel/", views.support_cancel, name="support_cancel"),
    path("pilots/support/<int:pk>/document/", views.support_document, name="support_document"),
    path("library/<int:pk>/support/", views.library_support, name="library_support"),
    path("library/support/", views.support_list, name="support_list"),
    path("library/support/list.xlsx", views.support_file, name="support_file"),
    path("library/support/hand-over/", views_hand_over.hand_over_lists, name="hand_over_lists"),
    path(
        "library/support/finance-bureau.xlsx",
        views_hand_over.finance_bureau_file,
        name="finance_bureau_file",
    ),
    path(
        "library/support/green-projects.xlsx",
        views_hand_over.green_projects_file,
        name="green_projects_file",
    ),
    path("library/finance/", views.finance_list, name="finance_list"),
    path("library/finance/list.xlsx", views.finance_file, name="finance_file"),
]
