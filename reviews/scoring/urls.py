"""Addresses of the subject."""

from django.urls import path

from reviews.scoring import views_desk, views_sheet

urlpatterns = [
    path("desk/", views_desk.reviewer_desk, name="reviewer_desk"),
    path("sheets/<int:pk>/", views_sheet.reviewer_sheet, name="reviewer_sheet"),
    path("sheets/<int:pk>/save/", views_sheet.reviewer_save, name="reviewer_save"),
    path("sheets/<int:pk>/declare/", views_sheet.reviewer_declare, name="reviewer_declare"),
    path("sheets/<int:pk>/files/<int:index>/", views_sheet.reviewer_file, name="reviewer_file"),
    path(
        "sheets/<int:pk>/earlier/<int:index>/",
        views_sheet.reviewer_earlier_file,
        name="reviewer_earlier_file",
    ),
]
