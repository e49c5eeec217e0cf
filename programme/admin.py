"""Cycles in the back office, to be read only: staff change them in the portal, with the change in the journal (CUT-2)."""

from django.contrib import admin

from journal.admin import ReadOnlyAdmin
from programme.models import Cycle


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    """What is set for a year, and what closing did."""

    list_display = ("year", "cutoff", "closed_at", "frozen_count")
