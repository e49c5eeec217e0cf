"""Addresses of the subject."""

from django.urls import path

from reviews.work_plans import views

urlpatterns = [
    path("work-plans/", views.work_plan_list, name="work_plan_list"),
    path("work-plans/<int:pk>/", views.work_plan, name="work_plan"),
    path("work-plans/<int:pk>/hand-in/", views.work_plan_hand_in, name="work_plan_hand_in"),
    path("work-plans/<int:pk>/return/", views.work_plan_return, name="work_plan_return"),
    path("work-plans/<int:pk>/postpone/", views.work_plan_postpone, name="work_plan_postpone"),
    path("work-plans/files/<int:pk>/", views.work_plan_file, name="work_plan_file"),
]
