"""Addresses of the subject."""

from django.urls import path

from reviews.compliance import views

urlpatterns = [
    path("screening/<int:pk>/record/", views.screening_record, name="screening_record"),
]
