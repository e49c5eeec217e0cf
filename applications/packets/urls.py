"""Addresses of the subject."""

from django.urls import path

from applications.packets import views

urlpatterns = [
    path("<int:pk>/packet/", views.application_packet, name="application_packet"),
    path("<int:pk>/packet/retry/", views.packet_retry, name="application_packet_retry"),
    path("revisions/<int:pk>/<slug:what>/", views.revision_file, name="revision_file"),
]
