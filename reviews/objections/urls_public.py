"""Addresses of public notices and objections, without an account: under ``/notices/``."""

from django.urls import path

from reviews.objections import views_public

urlpatterns = [
    path("", views_public.public_notices, name="public_notices"),
    path("<int:pk>/", views_public.public_notice, name="public_notice"),
    path("<int:pk>/notice.pdf", views_public.public_notice_file, name="public_notice_file"),
    path("<int:pk>/object/", views_public.objection_make, name="objection_make"),
    path("receipts/<str:number>/", views_public.objection_receipt, name="objection_receipt"),
]
