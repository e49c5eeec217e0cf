"""Addresses of the subject."""

from django.urls import path

from reviews.visits.planning import views as planning
from reviews.visits.recording import views as recording

urlpatterns = [
    path("visits/", planning.visit_list, name="visit_list"),
    path("visits/new/", planning.visit_create, name="visit_create"),
    path("visits/<int:pk>/", planning.visit, name="visit"),
    path("visits/<int:pk>/change/", planning.visit_change, name="visit_change"),
    path("visits/<int:pk>/cancel/", planning.visit_cancel, name="visit_cancel"),
    path("visits/records/<int:pk>/", recording.visit_case, name="visit_case"),
    path("visits/records/<int:pk>/autosave/", recording.visit_autosave, name="visit_autosave"),
    path("visits/records/<int:pk>/reopen/", recording.visit_reopen, name="visit_reopen"),
    path("visits/records/<int:pk>/photos/", recording.visit_photos, name="visit_photos"),
    path("visits/records/<int:pk>/<slug:kind>/", recording.visit_report, name="visit_report"),
    path("visits/photos/<int:pk>/", recording.visit_photo, name="visit_photo"),
    path("visits/photos/<int:pk>/caption/", recording.visit_photo_caption, name="visit_photo_caption"),
    path("visits/photos/<int:pk>/delete/", recording.visit_photo_delete, name="visit_photo_delete"),
]
