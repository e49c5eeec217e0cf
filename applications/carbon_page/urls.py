"""Addresses of the subject."""

from django.urls import path

from applications.carbon_page import views

urlpatterns = [
    path("<int:pk>/carbon/", views.carbon, name="application_carbon"),
    path("<int:pk>/carbon/annex/", views.renew_annex, name="application_annex"),
    path("<int:pk>/carbon/<slug:what>/", views.carbon_document, name="application_carbon_document"),
    path("revisions/<int:pk>/carbon/<slug:what>/", views.revision_carbon, name="revision_carbon"),
]
