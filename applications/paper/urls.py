"""Addresses of the subject."""

from django.urls import path

from applications.paper import views
from applications.paper.desk import views as desk
from applications.paper.desk import views_acts as desk_views_acts

urlpatterns = [
    path("<int:pk>/paper/", views.paper, name="application_paper"),
    path("<int:pk>/paper/mark/", views.paper_mark, name="application_paper_mark"),
    path("<int:pk>/paper/scan/", views.paper_scan, name="application_paper_scan"),
    path("scans/<int:pk>/<int:index>/", views.scan_file, name="scan_file"),
    path("paper/", desk.paper_desk, name="paper_desk"),
    path("paper/remind/", desk_views_acts.paper_remind, name="paper_remind"),
    path("paper/receipts/<int:pk>/", desk_views_acts.paper_correct, name="paper_correct"),
    path("paper/<str:code>/", desk.paper_register, name="paper_register"),
]
