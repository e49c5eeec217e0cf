"""Addresses of the subject."""

from django.urls import path

from applications.dossier import views

urlpatterns = [
    path("attachments/<int:pk>/", views.attachment_file, name="attachment_file"),
    path(
        "revisions/<int:pk>/attachments/<int:index>/", views.revision_attachment, name="revision_attachment"
    ),
    path("<int:pk>/earlier/<int:index>/", views.earlier_attachment, name="earlier_attachment"),
]
