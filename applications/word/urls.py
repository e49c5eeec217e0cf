"""Addresses of the subject."""

from django.urls import path

from applications.word import views

urlpatterns = [
    path("<int:pk>/word/", views.word, name="application_word"),
    path("<int:pk>/word/form.docx", views.word_file, name="application_word_file"),
    path("<int:pk>/word/compare/", views.word_compare, name="application_word_compare"),
]
