"""Addresses of the subject."""

from django.urls import path

from reviews.pool import views_city, views_reviewer

urlpatterns = [
    path("pool/", views_city.reviewer_pool, name="reviewer_pool"),
    path("pool/<int:pk>/", views_city.reviewer_edit, name="reviewer_edit"),
    path("profile/", views_reviewer.reviewer_profile, name="reviewer_profile"),
    path("profile/ties/", views_reviewer.conflict_declare, name="conflict_declare"),
    path("profile/ties/<int:pk>/withdraw/", views_reviewer.conflict_withdraw, name="conflict_withdraw"),
]
