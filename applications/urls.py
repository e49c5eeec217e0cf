"""Addresses of the room; the page of an application is put together in ``reviews``."""

from django.urls import path

from applications import views_autosave as applications_views_autosave
from applications.begin import views as begin_views
from applications.carbon_page import views as carbon_page_views
from applications.dossier import views as dossier_views
from applications.filling import views as filling_views
from applications.materials import views as materials_views
from applications.packets import views as packets_views
from applications.paper import views as paper_views
from applications.paper.desk import views as desk_views
from applications.paper.desk import views_acts as desk_views_acts
from applications.recommending import views_batch as recommending_views_batch
from applications.recommending import views_form as recommending_views_form
from applications.recommending import views_list as recommending_views_list
from applications.recommending import views_return as recommending_views_return
from applications.recommending import views_summary as recommending_views_summary
from applications.recommending.parks import views as parks_views
from applications.recommending.texts import views as texts_views
from applications.submitting import views as submitting_views
from applications.submitting import views_check
from applications.word import views as word_views

urlpatterns = [
    path("", submitting_views.application_list, name="application_list"),
    path("new/", begin_views.application_start, name="application_start"),
    path("<int:pk>/packet/", packets_views.application_packet, name="application_packet"),
    path("<int:pk>/packet/retry/", packets_views.packet_retry, name="application_packet_retry"),
    path("<int:pk>/basics/", filling_views.basics, name="application_basics"),
    path("<int:pk>/form/<slug:part>/", filling_views.form_part, name="application_form"),
    path("<int:pk>/save/<slug:key>/", applications_views_autosave.autosave, name="application_autosave"),
    path("<int:pk>/beside/<slug:key>/", applications_views_autosave.beside, name="application_beside"),
    path("<int:pk>/carbon/", carbon_page_views.carbon, name="application_carbon"),
    path("<int:pk>/carbon/annex/", carbon_page_views.renew_annex, name="application_annex"),
    path(
        "<int:pk>/carbon/<slug:what>/", carbon_page_views.carbon_document, name="application_carbon_document"
    ),
    path("<int:pk>/conditions/", filling_views.conditions, name="application_conditions"),
    path("<int:pk>/materials/", materials_views.materials, name="application_materials"),
    path("<int:pk>/word/", word_views.word, name="application_word"),
    path("<int:pk>/word/form.docx", word_views.word_file, name="application_word_file"),
    path("<int:pk>/word/compare/", word_views.word_compare, name="application_word_compare"),
    path("<int:pk>/check/", views_check.check, name="application_check"),
    path("<int:pk>/take-back/", submitting_views.take_back, name="application_take_back"),
    path("<int:pk>/rework/", submitting_views.rework, name="application_rework"),
    path("<int:pk>/again/", begin_views.apply_again, name="application_again"),
    path("<int:pk>/copy/", begin_views.application_copy, name="application_copy"),
    path("<int:pk>/withdraw/", submitting_views.withdraw, name="application_withdraw"),
    path("<int:pk>/paper/", paper_views.paper, name="application_paper"),
    path("<int:pk>/paper/mark/", paper_views.paper_mark, name="application_paper_mark"),
    path("<int:pk>/paper/scan/", paper_views.paper_scan, name="application_paper_scan"),
    path("scans/<int:pk>/<int:index>/", paper_views.scan_file, name="scan_file"),
    path("attachments/<int:pk>/", dossier_views.attachment_file, name="attachment_file"),
    path("attachments/<int:pk>/replace/", materials_views.attachment_replace, name="attachment_replace"),
    path("attachments/<int:pk>/place/", materials_views.attachment_place, name="attachment_place"),
    path("attachments/<int:pk>/delete/", materials_views.attachment_delete, name="attachment_delete"),
    path("revisions/<int:pk>/<slug:what>/", dossier_views.revision_file, name="revision_file"),
    path(
        "revisions/<int:pk>/attachments/<int:index>/",
        dossier_views.revision_attachment,
        name="revision_attachment",
    ),
    path("revisions/<int:pk>/carbon/<slug:what>/", carbon_page_views.revision_carbon, name="revision_carbon"),
    path("recommend/", recommending_views_list.recommender_list, name="recommender_list"),
    path("recommend/summary/", recommending_views_summary.recommender_summary, name="recommender_summary"),
    path(
        "recommend/summary/<int:year>/<slug:kind>/",
        recommending_views_summary.recommender_summary_file,
        name="recommender_summary_file",
    ),
    path("recommend/batch/", recommending_views_batch.recommender_batch, name="recommender_batch"),
    path(
        "recommend/batch/result/",
        recommending_views_batch.recommender_batch_result,
        name="recommender_batch_result",
    ),
    path("recommend/parks/", parks_views.recommender_parks, name="recommender_parks"),
    path(
        "recommend/parks/<int:pk>/",
        parks_views.recommender_park_move,
        name="recommender_park_move",
    ),
    path(
        "recommend/parks/requests/<int:pk>/withdraw/",
        parks_views.quota_request_withdraw,
        name="quota_request_withdraw",
    ),
    path("recommend/texts/", texts_views.recommender_texts, name="recommender_texts"),
    path("recommend/texts/<int:pk>/", texts_views.recommender_texts, name="recommender_text"),
    path(
        "recommend/texts/<int:pk>/remove/",
        texts_views.recommender_text_remove,
        name="recommender_text_remove",
    ),
    path("<int:pk>/recommend/", recommending_views_form.recommender_form, name="recommender_form"),
    path("<int:pk>/recommend/save/", recommending_views_form.recommender_save, name="recommender_save"),
    path(
        "<int:pk>/recommend/return/", recommending_views_return.recommender_return, name="recommender_return"
    ),
    path(
        "<int:pk>/recommend/decline/",
        recommending_views_return.recommender_decline,
        name="recommender_decline",
    ),
    path("paper/", desk_views.paper_desk, name="paper_desk"),
    path("paper/remind/", desk_views_acts.paper_remind, name="paper_remind"),
    path("paper/receipts/<int:pk>/", desk_views_acts.paper_correct, name="paper_correct"),
    path("paper/<str:code>/", desk_views.paper_register, name="paper_register"),
]
