"""Addresses of the subject."""

from django.urls import path

from applications.materials import views

urlpatterns = [
    path("<int:pk>/materials/", views.materials, name="application_materials"),
    path("attachments/<int:pk>/replace/", views.attachment_replace, name="attachment_replace"),
    path("attachments/<int:pk>/place/", views.attachment_place, name="attachment_place"),
    path("attachments/<int:pk>/delete/", views.attachment_delete, name="attachment_delete"),
]
