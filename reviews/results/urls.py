"""Addresses of the subject."""

from django.urls import path

from reviews.results import views_files, views_public_notice, views_publish, views_workdays

urlpatterns = [
    path("proposed/<int:year>/<slug:kind>/", views_files.proposed_file, name="proposed_file"),
    path("results/", views_public_notice.public_notice_desk, name="public_notice_desk"),
    path("results/publish/<int:year>/", views_publish.publish, name="publish"),
    path("results/workdays/<int:year>/", views_workdays.workdays, name="workdays"),
    path("results/workdays/drop/<int:pk>/", views_workdays.workday_drop, name="workday_drop"),
    path("results/notices/<int:pk>/", views_public_notice.public_notice_manage, name="public_notice_manage"),
    path(
        "results/notices/<int:pk>/confirm/",
        views_public_notice.public_notice_confirm,
        name="public_notice_confirm",
    ),
    path(
        "results/notices/<int:pk>/<slug:kind>/",
        views_public_notice.public_notice_letter,
        name="public_notice_letter",
    ),
]
