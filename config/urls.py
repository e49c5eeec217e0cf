"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from portal import views_home as portal_views_home
from portal.views_application import application_detail

urlpatterns = [
    path("", include("pilots.urls")),
    path("home/", portal_views_home.home, name="home"),
    path("me/", include("accounts.urls")),
    path("applications/", include("applications.urls")),
    path("applications/<int:pk>/", application_detail, name="application_detail"),
    path("verify/", include("portal.verification.urls")),
    path("notices/", include("reviews.urls_public")),
    path("reviews/", include("reviews.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler404 = "portal.views_home.not_found"
