"""Addresses of the subject."""

from django.urls import path

from portal.demo_clock import views

urlpatterns = [path("demo/clock/", views.demo_clock, name="demo_clock")]
