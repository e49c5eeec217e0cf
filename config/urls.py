"""All addresses of the portal."""

from django.conf import settings
from django.urls import include, path

from config.back_office import site
from portal import views_application, views_home

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("programme.urls")),
    path("", include("pilots.urls")),
    path("home/", views_home.home, name="home"),
    path("me/", include("accounts.urls")),
    path("applications/", include("applications.urls")),
    path("applications/<int:pk>/", views_application.application_detail, name="application_detail"),
    path("verify/", include("portal.verification.urls")),
    path("notices/", include("reviews.objections.urls_public")),
    path("reviews/", include("reviews.urls")),
    path("accounts/", include("accounts.sessions.urls_allauth")),
    path("accounts/", include("allauth.urls")),
]
if settings.DJANGO_ADMIN:
    urlpatterns.append(path("admin/", site.urls))

handler404 = "portal.views_home.not_found"
