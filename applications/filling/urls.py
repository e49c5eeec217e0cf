"""Addresses of the subject."""

from django.urls import path

from applications.filling import views

urlpatterns = [
    path("<int:pk>/basics/", views.basics, name="application_basics"),
    path("<int:pk>/form/<slug:part>/", views.form_part, name="application_form"),
    path("<int:pk>/conditions/", views.conditions, name="application_conditions"),
]
