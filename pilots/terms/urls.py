"""Addresses of the subject."""

from django.urls import path

from pilots.terms import views

urlpatterns = [
    path("pilots/terms/", views.present_life_terms, name="present_life_terms"),
    path("pilots/terms/<int:year>/", views.life_terms, name="life_terms"),
]
