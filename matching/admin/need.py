"""Reviewing needs."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.admin.comparison import ComparedInAdmin
from matching.admin.listing import (
    FreshnessFilter,
    ListingAdmin,
    ListingStatusFilter,
    MatchingFilter,
    labels_of,
)
from matching.models import Format, Need


@admin.register(Need)
class NeedAdmin(ComparedInAdmin, ListingAdmin):
    list_filter = [
        ListingStatusFilter,
        "format",
        "target_group",
        "contact_with_minors",
        FreshnessFilter,
        MatchingFilter,
    ]
    fieldsets = [
        (None, {"fields": ["title", "organisation_link", "description", "shown_competencies"]}),
        (
            gettext_lazy("What is needed"),
            {
                "fields": [
                    "format", "shown_alternatives", "target_group", "people_needed",
                    "contact_with_minors", "replaces_no_staff", "gives_back", "max_group_size",
                    "lead_time_days",
                ]
            },
        ),
        (gettext_lazy("Where and when"), {"fields": ListingAdmin.place_fields}),
        (gettext_lazy("Review"), {"fields": ListingAdmin.life_fields}),
        (gettext_lazy("Matching"), {"fields": ListingAdmin.matching_fields}),
    ]  # fmt: skip
    readonly_fields = [*ListingAdmin.readonly_fields, "shown_alternatives"]

    def checklist(self, obj: Need) -> list[tuple[bool, str]]:
        return [
            (
                obj.replaces_no_staff,
                _("Stated: no paid professional is replaced by this help. Does the text agree?")
                if obj.replaces_no_staff
                else _("Not stated: that no paid professional is replaced by this help."),
            ),
            (
                not obj.contact_with_minors,
                _("Contact with minors: is it clear who is present and what is required?")
                if obj.contact_with_minors
                else _("No contact with minors stated. Does the text agree?"),
            ),
            *super().checklist(obj),
        ]

    @admin.display(description=gettext_lazy("also possible"))
    def shown_alternatives(self, need: Need) -> str:
        return labels_of(need.alternative_formats, Format)
