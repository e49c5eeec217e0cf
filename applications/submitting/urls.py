"""Addresses of the subject."""

from django.urls import path

from applications.submitting import views, views_check

urlpatterns = [
    path("", views.application_list, name="application_list"),
    path("<int:pk>/check/", views_check.check, name="application_check"),
    path("<int:pk>/take-back/", views.take_back, name="application_take_back"),
    path("<int:pk>/rework/", views.rework, name="application_rework"),
    path("<int:pk>/withdraw/", views.withdraw, name="application_withdraw"),
]
