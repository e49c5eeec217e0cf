"""Addresses of the room."""

from django.urls import path

from reviews import views_reviewer, views_rubric, views_screening, views_staff

urlpatterns = [
    path("screening/", views_screening.screening_list, name="screening_list"),
    path("screening/<int:pk>/", views_screening.screening, name="screening"),
    path("panels/", views_staff.panel_list, name="panel_list"),
    path("panels/new/", views_staff.panel_create, name="panel_create"),
    path("panels/<int:pk>/", views_staff.panel_detail, name="panel_detail"),
    path("panels/<int:pk>/put/", views_staff.panel_put, name="panel_put"),
    path("panels/<int:pk>/reviewers/", views_staff.panel_add, name="panel_add"),
    path("ranking/", views_staff.ranking, name="ranking"),
    path("rubrics/<int:year>/<slug:pilot_type>/", views_rubric.rubric_edit, name="rubric_edit"),
    path("decide/<int:pk>/", views_staff.decide, name="decide"),
    path("sheets/<int:pk>/reopen/", views_staff.sheet_reopen, name="sheet_reopen"),
    path("desk/", views_reviewer.reviewer_desk, name="reviewer_desk"),
    path("sheets/<int:pk>/", views_reviewer.reviewer_sheet, name="reviewer_sheet"),
    path("sheets/<int:pk>/declare/", views_reviewer.reviewer_declare, name="reviewer_declare"),
    path("sheets/<int:pk>/files/<int:index>/", views_reviewer.reviewer_file, name="reviewer_file"),
]
