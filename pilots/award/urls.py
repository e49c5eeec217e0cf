"""Addresses of the subject."""

from django.urls import path

from pilots.award import views, views_notice

urlpatterns = [
    path("reviews/results/notices/<int:pk>/award/", views_notice.notice_award, name="notice_award"),
    path("pilots/awards/<int:year>/<slug:kind>/", views.award_list_file, name="award_list_file"),
]
