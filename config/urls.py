"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from config import views
from reviews.views_parties import application_detail

urlpatterns = [
    path("", include("pilots.urls")),
    path("home/", views.home, name="home"),
    path("me/", include("accounts.urls")),
    path("applications/", include("applications.urls")),
    path("applications/<int:pk>/", application_detail, name="application_detail"),
    path("verify/", include("applications.urls_public")),
    path("notices/", include("reviews.urls_public")),
    path("reviews/", include("reviews.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "config.views.not_found"
