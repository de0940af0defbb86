"""Cooperations for the Servicestelle: that they exist and how they stand, not what is written in them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import Cooperation
from portal.foundation.moderation import ReadByModerators
from portal.foundation.templatetags.components import status as status_label


@admin.register(Cooperation)
class CooperationAdmin(ReadByModerators, admin.ModelAdmin):
    """Head data only: sides, kind, state. Reasons and agreements are the sides' own."""

    list_display = ["__str__", "seeking", "offering", "format", "shown_status", "status_since"]
    list_filter = ["status", "format"]
    search_fields = ["enquiry__seeking__name", "enquiry__offering__name"]
    ordering = ["-status_since", "-pk"]
    fields = ["seeking", "offering", "format", "status", "began_at", "status_since", "ended_early"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_both_sides()

    @admin.display(description=_("status"), ordering="status")
    def shown_status(self, cooperation: Cooperation) -> str:
        return status_label(cooperation.status, cooperation.get_status_display())

    @admin.display(description=_("Träger"))
    def seeking(self, cooperation: Cooperation) -> str:
        return cooperation.seeking.name

    @admin.display(description=_("Company"))
    def offering(self, cooperation: Cooperation) -> str:
        return cooperation.offering.name
