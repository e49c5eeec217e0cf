"""Addresses of the subject."""

from django.urls import path

from applications.recommending import views_batch, views_form, views_list, views_return, views_summary
from applications.recommending.parks import views as parks
from applications.recommending.texts import views as texts

urlpatterns = [
    path("recommend/", views_list.recommender_list, name="recommender_list"),
    path("recommend/summary/", views_summary.recommender_summary, name="recommender_summary"),
    path(
        "recommend/summary/<int:year>/<slug:kind>/",
        views_summary.recommender_summary_file,
        name="recommender_summary_file",
    ),
    path("recommend/batch/", views_batch.recommender_batch, name="recommender_batch"),
    path("recommend/batch/result/", views_batch.recommender_batch_result, name="recommender_batch_result"),
    path("recommend/parks/", parks.recommender_parks, name="recommender_parks"),
    path("recommend/parks/<int:pk>/", parks.recommender_park_move, name="recommender_park_move"),
    path(
        "recommend/parks/requests/<int:pk>/withdraw/",
        parks.quota_request_withdraw,
        name="quota_request_withdraw",
    ),
    path("recommend/texts/", texts.recommender_texts, name="recommender_texts"),
    path("recommend/texts/<int:pk>/", texts.recommender_texts, name="recommender_text"),
    path("recommend/texts/<int:pk>/remove/", texts.recommender_text_remove, name="recommender_text_remove"),
    path("<int:pk>/recommend/", views_form.recommender_form, name="recommender_form"),
    path("<int:pk>/recommend/save/", views_form.recommender_save, name="recommender_save"),
    path("<int:pk>/recommend/return/", views_return.recommender_return, name="recommender_return"),
    path("<int:pk>/recommend/decline/", views_return.recommender_decline, name="recommender_decline"),
]
