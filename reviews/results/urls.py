"""Addresses of the subject."""

from django.urls import path

from reviews.results import views_files, views_notice, views_publish, views_workdays

urlpatterns = [
    path("proposed/<int:year>/<slug:kind>/", views_files.proposed_file, name="proposed_file"),
    path("results/", views_notice.notice_desk, name="notice_desk"),
    path("results/publish/<int:year>/", views_publish.publish, name="publish"),
    path("results/workdays/<int:year>/", views_workdays.workdays, name="workdays"),
    path("results/workdays/drop/<int:pk>/", views_workdays.workday_drop, name="workday_drop"),
    path("results/notices/<int:pk>/", views_notice.notice_manage, name="notice_manage"),
    path("results/notices/<int:pk>/confirm/", views_notice.notice_confirm, name="notice_confirm"),
    path("results/notices/<int:pk>/<slug:kind>/", views_notice.notice_letter_file, name="notice_letter_file"),
]
