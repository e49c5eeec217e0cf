"""Addresses of the subject."""

from django.urls import path

from reviews.objections import views_city

urlpatterns = [
    path("results/objections/<int:pk>/", views_city.objection_detail, name="objection_detail"),
    path("results/objections/<int:pk>/take/", views_city.objection_take, name="objection_take"),
    path("results/objections/<int:pk>/contact/", views_city.objection_contact, name="objection_contact"),
    path("results/objections/<int:pk>/note/", views_city.objection_note, name="objection_note"),
    path("results/objections/<int:pk>/close/", views_city.objection_close, name="objection_close"),
    path("results/objections/<int:pk>/uphold/", views_city.objection_uphold, name="objection_uphold"),
    path("results/objections/<int:pk>/return/", views_city.objection_return, name="objection_return"),
    path("results/objections/files/<int:pk>/", views_city.objection_file, name="objection_file"),
]
