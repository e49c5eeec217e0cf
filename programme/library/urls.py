"""Addresses of the subject."""

from django.urls import path

from programme.library import views

urlpatterns = [
    path("library/", views.library_list, name="library_list"),
    path("library/national/", views.library_national, name="library_national"),
    path("library/earlier/", views.library_earlier, name="library_earlier"),
    path("library/<int:pk>/grade/", views.library_grade, name="library_grade"),
]
