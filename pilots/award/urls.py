"""Addresses of the subject."""

from django.urls import path

from pilots.award import views, views_public_notice

urlpatterns = [
    path(
        "reviews/results/notices/<int:pk>/award/",
        views_public_notice.public_notice_award,
        name="public_notice_award",
    ),
    path("pilots/awards/<int:year>/<slug:kind>/", views.award_list_file, name="award_list_file"),
]
