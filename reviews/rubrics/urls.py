"""Addresses of the subject."""

from django.urls import path

from reviews.rubrics import views

urlpatterns = [
    path("rubrics/", views.rubric_list, name="rubric_list"),
    path("rubrics/<int:year>/<slug:pilot_type>/copy/", views.rubric_copy, name="rubric_copy"),
    path("rubrics/<int:year>/<slug:pilot_type>/", views.rubric_edit, name="rubric_edit"),
]
