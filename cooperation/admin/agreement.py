"""Agreements for the Servicestelle: that a version exists and who confirmed it, not what stands in it."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cooperation.models import AgreementVersion
from portal.foundation.moderation import ReadByModerators


@admin.register(AgreementVersion)
class AgreementVersionAdmin(ReadByModerators, admin.ModelAdmin):
    """Which version was proposed and confirmed when. What stands in it is between the two sides."""

    list_display = [
        "parties", "number", "side", "proposed_at",
        "confirmed_seeking_at", "confirmed_offering_at", "in_force_since", "superseded_at",
    ]  # fmt: skip
    search_fields = ["seeking_name", "offering_name", "sha256"]
    ordering = ["-proposed_at", "-pk"]
    fields = [*list_display, "sha256"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(number__isnull=False)

    @admin.display(description=_("between"))
    def parties(self, version: AgreementVersion) -> str:
        return f"{version.seeking_name} – {version.offering_name}"
