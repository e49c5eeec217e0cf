"""Addresses of the subject."""

from django.urls import path

from reviews.draws import views, views_seed

urlpatterns = [
    path("panels/<int:pk>/draw/", views.panel_draw, name="panel_draw"),
    path("draws/<int:pk>/", views.draw_detail, name="draw_detail"),
    path("draws/<int:pk>/again/", views.draw_again, name="draw_again"),
    path("draws/<int:pk>/record/", views.draw_record, name="draw_record"),
    path("panels/<int:pk>/seed/", views_seed.seed_name, name="seed_name"),
    path("seeds/<int:pk>/draw/", views_seed.seed_draw, name="seed_draw"),
    path("seeds/<int:pk>/take-back/", views_seed.seed_take_back, name="seed_take_back"),
    path("sheets/<int:pk>/replace/", views.sheet_replace, name="sheet_replace"),
]
