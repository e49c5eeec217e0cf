"""Addresses of the room."""

from django.urls import include, path

from applications import views_application, views_autosave

urlpatterns = [
    path("", include("applications.submitting.urls")),
    path("", include("applications.begin.urls")),
    path("", include("applications.packets.urls")),
    path("", include("applications.filling.urls")),
    path("", include("applications.carbon_page.urls")),
    path("", include("applications.materials.urls")),
    path("", include("applications.word.urls")),
    path("", include("applications.paper.urls")),
    path("", include("applications.dossier.urls")),
    path("", include("applications.recommending.urls")),
    path("<int:pk>/save/<slug:key>/", views_autosave.autosave, name="application_autosave"),
    path("<int:pk>/beside/<slug:key>/", views_autosave.beside, name="application_beside"),
    path("entries/<int:pk>/", views_application.application_of_entry, name="application_of_entry"),
]
