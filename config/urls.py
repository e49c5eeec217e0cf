"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", include("pilots.urls")),
    path("home/", views.home, name="home"),
    path("me/", include("accounts.urls")),
    path("applications/", include("applications.urls")),
    path("reviews/", include("reviews.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
