"""Addresses of the subject."""

from django.urls import path

from portal.case_file import views

urlpatterns = [
    path("reviews/case-files/<int:pk>/", views.case_file, name="case_file"),
    path("reviews/case-files/<int:pk>/ask/", views.case_file_ask, name="case_file_ask"),
    path("reviews/case-files/<int:pk>/<slug:what>/", views.case_file_take, name="case_file_take"),
]
