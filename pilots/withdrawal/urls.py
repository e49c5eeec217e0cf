"""Addresses of the subject."""

from django.urls import path

from pilots.withdrawal import views

urlpatterns = [
    path("pilots/withdrawals/<int:pk>/", views.withdrawal, name="withdrawal"),
]
