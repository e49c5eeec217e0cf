"""Addresses of the subject."""

from django.urls import path

from pilots.submissions import views, views_city, views_files

urlpatterns = [
    path("pilots/submissions/<int:pk>/", views.submission, name="submission"),
    path("pilots/submissions/<int:pk>/save/", views.submission_autosave, name="submission_autosave"),
    path("pilots/submissions/<int:pk>/answer/", views_city.submission_answer, name="submission_answer"),
    path("pilots/submissions/<int:pk>/files/", views_files.submission_attach, name="submission_attach"),
    path("pilots/submissions/files/<int:pk>/", views_files.submission_file, name="submission_file"),
    path(
        "pilots/submissions/files/<int:pk>/delete/",
        views_files.submission_file_delete,
        name="submission_file_delete",
    ),
    path(
        "pilots/submissions/versions/<int:pk>/<int:number>/",
        views_files.submission_version_file,
        name="submission_version_file",
    ),
    path(
        "pilots/submissions/versions/<int:pk>/<str:kind>/",
        views_city.submission_paper,
        name="submission_paper",
    ),
]
