"""Addresses of the subject."""

from django.urls import path

from portal.public import views

urlpatterns = [
    path("", views.public_index, name="public_index"),
    path("types/<slug:sheet>/", views.public_type, name="public_type"),
    path("types/<slug:sheet>/form.docx", views.public_form, name="public_form"),
    path("awarded/", views.public_pilots, name="public_pilots"),
    path("awarded/<int:pk>/", views.public_pilot, name="public_pilot"),
]
