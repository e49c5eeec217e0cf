"""Addresses of the room, subject by subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("reviews.screening.urls")),
    path("", include("reviews.compliance.urls")),
    path("", include("reviews.pool.urls")),
    path("", include("reviews.panels.urls")),
    path("", include("reviews.draws.urls")),
    path("", include("reviews.ranking.urls")),
    path("", include("reviews.results.urls")),
    path("", include("reviews.rubrics.urls")),
    path("", include("reviews.objections.urls")),
    path("", include("reviews.decisions.urls")),
    path("", include("reviews.visits.urls")),
    path("", include("reviews.work_plans.urls")),
    path("", include("reviews.scoring.urls")),
]
