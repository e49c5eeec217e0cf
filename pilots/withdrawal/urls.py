"""Addresses of the subject."""

from django.urls import path

from pilots.withdrawal import views, views_city, views_files

ONE = "pilots/withdrawals/<int:pk>/"

urlpatterns = [
    path("pilots/<int:pk>/withdrawal/", views_city.withdrawal_begin, name="withdrawal_begin"),
    path(ONE, views.withdrawal, name="withdrawal"),
    path(f"{ONE}statement/", views.withdrawal_statement, name="withdrawal_statement"),
    path(f"{ONE}statement/file/", views_files.withdrawal_file, name="withdrawal_file"),
    path(f"{ONE}letter/<slug:paper>/<slug:kind>/", views_files.withdrawal_letter, name="withdrawal_letter"),
    path(f"{ONE}hearing/", views_city.withdrawal_hearing, name="withdrawal_hearing"),
    path(f"{ONE}propose/", views_city.withdrawal_propose, name="withdrawal_propose"),
    path(f"{ONE}return/", views_city.withdrawal_return, name="withdrawal_return"),
    path(f"{ONE}decide/", views_city.withdrawal_decide, name="withdrawal_decide"),
    path(f"{ONE}drop/", views_city.withdrawal_drop, name="withdrawal_drop"),
]
