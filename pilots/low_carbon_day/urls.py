"""Addresses of the subject."""

from django.urls import path

from pilots.low_carbon_day import views, views_files

urlpatterns = [
    path("pilots/low-carbon-day/", views.latest_low_carbon_day, name="low_carbon_day"),
    path("pilots/low-carbon-day/<int:year>/", views.low_carbon_day, name="low_carbon_day_of"),
    path("pilots/low-carbon-day/<int:year>/plaques/", views.plaques_record, name="plaques_record"),
    path("pilots/<int:pk>/plaque/", views.plaque_record, name="plaque_record"),
    path("pilots/low-carbon-day/<int:year>/list.xlsx", views_files.ceremony_excel, name="ceremony_excel"),
    path(
        "pilots/low-carbon-day/<int:year>/list/<slug:kind>/", views_files.ceremony_file, name="ceremony_file"
    ),
    path("pilots/low-carbon-day/<int:year>/press/", views_files.press_file, name="press_file"),
    path(
        "pilots/low-carbon-day/<int:year>/certificates.pdf",
        views_files.bound_certificates,
        name="bound_certificates",
    ),
]
