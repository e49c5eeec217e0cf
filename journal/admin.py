"""The journal and the outbox in the back office, to be read only: a changed row would break the chain."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from journal.models import Message, Record


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The portal writes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What happened stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What happened stays."""
        return False


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """What happened."""

    list_display = ("at", "actor_name", "label", "object_type", "object_id", "summary")
    list_filter = ("stream", "label", "object_type")
    search_fields = ("actor_name", "summary")
    ordering = ("-pk",)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What was told to whom, and whether the e-mail went out."""

    list_display = ("created_at", "email", "subject", "state", "attempts", "sent_at")
    list_filter = ("state",)
    search_fields = ("email", "subject")
    ordering = ("-pk",)
