"""Enquiries whose answer is overdue, so that the Servicestelle can ask what keeps people."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models import AgreementVersion, Enquiry
from portal.foundation.moderation import ReadByModerators


@admin.register(Enquiry)
class EnquiryAdmin(ReadByModerators, admin.ModelAdmin):
    """Who asked whom about what and since when. What they write to each other stays theirs."""

    list_display = ["__str__", "asked_by", "asked", "opened_at", "answer_by", "status"]
    list_select_related = ["seeking", "offering", "need", "offer"]
    search_fields = ["seeking__name", "offering__name", "need__title", "offer__title"]
    ordering = ["answer_by", "pk"]
    fields = [
        "seeking", "offering", "need", "offer", "people", "status", "opened_at", "answer_by",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).open().filter(answer_by__lt=timezone.localdate())

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):  # noqa: ANN201 -- as Django's
        title = {"title": _("Enquiries whose answer is overdue")}
        return super().changelist_view(request, title | (extra_context or {}))

    @admin.display(description=_("asked by"))
    def asked_by(self, enquiry: Enquiry) -> str:
        return enquiry.sender.name

    @admin.display(description=_("owes the answer"))
    def asked(self, enquiry: Enquiry) -> str:
        return enquiry.receiver.name


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
