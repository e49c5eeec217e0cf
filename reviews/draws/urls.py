"""Addresses of the subject."""

from django.urls import path

from reviews.draws import views

urlpatterns = [
    path("panels/<int:pk>/draw/", views.panel_draw, name="panel_draw"),
    path("draws/<int:pk>/", views.draw_detail, name="draw_detail"),
    path("draws/<int:pk>/again/", views.draw_again, name="draw_again"),
    path("sheets/<int:pk>/replace/", views.sheet_replace, name="sheet_replace"),
]
