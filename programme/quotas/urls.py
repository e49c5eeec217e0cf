"""Addresses of the subject."""

from django.urls import path

from programme.quotas import views

urlpatterns = [
    path("quotas/", views.quota_request_list, name="quota_request_list"),
    path("quotas/<int:pk>/", views.quota_answer, name="quota_answer"),
]
