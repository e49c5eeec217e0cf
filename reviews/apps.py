"""The room of evaluation."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Screening, panels, scores, decisions."""

    name = "reviews"
    verbose_name = "审查与评审"
