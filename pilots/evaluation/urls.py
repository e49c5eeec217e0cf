"""Addresses of the subject."""

from django.urls import path

from pilots.evaluation import views, views_acts, views_files

urlpatterns = [
    path("pilots/evaluations/<int:pk>/", views.evaluation_page, name="evaluation"),
    path("pilots/evaluations/<int:pk>/autosave/", views.evaluation_autosave, name="evaluation_autosave"),
    path("pilots/evaluations/<int:pk>/confirm/", views_acts.evaluation_confirm, name="evaluation_confirm"),
    path("pilots/evaluations/<int:pk>/return/", views_acts.evaluation_return, name="evaluation_return"),
    path("pilots/evaluations/<int:pk>/cancel/", views_acts.evaluation_cancel, name="evaluation_cancel"),
    path("pilots/evaluations/<int:pk>/visit/", views_acts.evaluation_visit, name="evaluation_visit"),
    path("pilots/evaluations/<int:pk>/files/", views_files.evaluation_attach, name="evaluation_attach"),
    path("pilots/evaluations/files/<int:pk>/", views_files.evaluation_evidence, name="evaluation_evidence"),
    path(
        "pilots/evaluations/files/<int:pk>/delete/",
        views_files.evaluation_evidence_delete,
        name="evaluation_evidence_delete",
    ),
    path("pilots/evaluations/<int:pk>/<slug:kind>/", views.evaluation_file, name="evaluation_file"),
    path("pilots/<int:pk>/tracking/", views_acts.tracking_open, name="tracking_open"),
    path("pilots/conditions/<int:pk>/met/", views_acts.condition_met, name="condition_met"),
]
