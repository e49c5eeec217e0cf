"""Addresses of the subject."""

from django.urls import path

from reviews.compliance import views

urlpatterns = [
    path("screening/<int:pk>/compliance/", views.compliance_edit, name="compliance_edit"),
]
