"""Addresses of the subject."""

from django.urls import path

from programme.cycles import views

urlpatterns = [
    path("cycles/", views.cycle_list, name="cycle_list"),
    path("cycles/open/", views.cycle_open, name="cycle_open"),
    path("cycles/<int:year>/", views.cycle_edit, name="cycle_edit"),
    path("cycles/<int:year>/list/<slug:kind>/", views.cycle_frozen, name="cycle_frozen"),
]
