"""Addresses of the subject."""

from django.urls import path

from reviews.screening import views_letters, views_list, views_sheet
from reviews.screening.duplicates.views import screening_duplicate

urlpatterns = [
    path("screening/", views_list.screening_list, name="screening_list"),
    path("screening/views/", views_list.saved_view_keep, name="saved_view_keep"),
    path("screening/views/<int:pk>/", views_list.saved_view_change, name="saved_view_change"),
    path("screening/<int:pk>/", views_sheet.screening, name="screening"),
    path("screening/<int:pk>/keep/", views_sheet.screening_draft, name="screening_draft"),
    path(
        "screening/<int:pk>/duplicates/<int:other>/",
        screening_duplicate,
        name="screening_duplicate",
    ),
    path("letters/<int:pk>/", views_letters.screening_letters, name="screening_letters"),
    path("letters/<int:pk>/<slug:kind>/", views_letters.screening_letter, name="screening_letter"),
]
