"""Addresses of the room."""

from django.urls import path

from applications import (
    views_applicant,
    views_draft,
    views_files,
    views_parties,
    views_recommender,
    views_staff,
)

urlpatterns = [
    path("", views_applicant.application_list, name="application_list"),
    path("new/", views_applicant.application_start, name="application_start"),
    path("<int:pk>/", views_parties.application_detail, name="application_detail"),
    path("<int:pk>/packet/", views_parties.application_packet, name="application_packet"),
    path("<int:pk>/packet/retry/", views_parties.packet_retry, name="application_packet_retry"),
    path("<int:pk>/basics/", views_draft.basics, name="application_basics"),
    path("<int:pk>/form/<slug:part>/", views_draft.form_part, name="application_form"),
    path("<int:pk>/conditions/", views_draft.conditions, name="application_conditions"),
    path("<int:pk>/materials/", views_draft.materials, name="application_materials"),
    path("<int:pk>/check/", views_applicant.check, name="application_check"),
    path("<int:pk>/take-back/", views_applicant.take_back, name="application_take_back"),
    path("<int:pk>/rework/", views_applicant.rework, name="application_rework"),
    path("<int:pk>/again/", views_applicant.apply_again, name="application_again"),
    path("<int:pk>/withdraw/", views_applicant.withdraw, name="application_withdraw"),
    path("attachments/<int:pk>/", views_files.attachment_file, name="attachment_file"),
    path("attachments/<int:pk>/delete/", views_draft.attachment_delete, name="attachment_delete"),
    path("revisions/<int:pk>/<slug:what>/", views_files.revision_file, name="revision_file"),
    path(
        "revisions/<int:pk>/attachments/<int:index>/",
        views_files.revision_attachment,
        name="revision_attachment",
    ),
    path("recommend/", views_recommender.recommender_list, name="recommender_list"),
    path("recommend/summary/", views_recommender.recommender_summary, name="recommender_summary"),
    path("<int:pk>/recommend/", views_recommender.recommender_form, name="recommender_form"),
    path("paper/", views_staff.paper_desk, name="paper_desk"),
    path("paper/<str:code>/", views_staff.paper_register, name="paper_register"),
]
