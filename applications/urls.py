"""Addresses of the room."""

from django.urls import path

from applications import views_recommender, views_staff

urlpatterns = [
    path("recommend/", views_recommender.recommender_list, name="recommender_list"),
    path("recommend/summary/", views_recommender.recommender_summary, name="recommender_summary"),
    path("<int:pk>/recommend/", views_recommender.recommender_form, name="recommender_form"),
    path("paper/", views_staff.paper_desk, name="paper_desk"),
    path("paper/<str:code>/", views_staff.paper_register, name="paper_register"),
]
