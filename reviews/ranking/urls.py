"""Addresses of the subject."""

from django.urls import path

from reviews.ranking import views, views_files

urlpatterns = [
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/<int:pk>/", views.ranking_case, name="ranking_case"),
    path("ranking/scores/", views_files.ranking_file, name="ranking_file"),
]
