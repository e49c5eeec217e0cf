"""Addresses of the subject."""

from django.urls import path

from reviews.panels import views, views_changes, views_files, views_lack, views_members
from reviews.panels.notes import views as notes

urlpatterns = [
    path("panels/", views.panel_list, name="panel_list"),
    path("panels/new/", views.panel_create, name="panel_create"),
    path("panels/<int:pk>/", views.panel_detail, name="panel_detail"),
    path("panels/<int:pk>/dissolve/", views_members.panel_dissolve, name="panel_dissolve"),
    path("panels/<int:pk>/due/", views_members.panel_due, name="panel_due"),
    path("panels/<int:pk>/take-out/", views_members.panel_take_out, name="panel_take_out"),
    path("panels/<int:pk>/exclude/", views_members.panel_exclude, name="panel_exclude"),
    path("panels/<int:pk>/changes/", views_changes.panel_changes_confirm, name="panel_changes_confirm"),
    path("panel-changes/<int:pk>/return/", views_changes.panel_change_return, name="panel_change_return"),
    path(
        "panel-changes/<int:pk>/take-back/",
        views_changes.panel_change_take_back,
        name="panel_change_take_back",
    ),
    path("panels/<int:pk>/put/", views.panel_put, name="panel_put"),
    path("panels/<int:pk>/reviewers/", views.panel_add, name="panel_add"),
    path("panels/<int:pk>/notes/", notes.panel_notes, name="panel_notes"),
    path("panels/<int:pk>/notes/<int:application_pk>/", notes.panel_note, name="panel_note"),
    path("panels/<int:pk>/minutes/", notes.panel_minutes, name="panel_minutes"),
    path("minutes/<int:pk>/file/", notes.minutes_file, name="minutes_file"),
    path("panels/<int:pk>/scores/", views_files.panel_file, name="panel_file"),
    path("sheets/<int:pk>/reopen/", views_members.sheet_reopen, name="sheet_reopen"),
    path("sheets/<int:pk>/close/", views_lack.sheet_close_lack, name="sheet_close_lack"),
]
