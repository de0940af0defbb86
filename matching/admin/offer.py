"""Reviewing offers."""

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
from matching.models import CONTACT_WITH_MINORS, Format, Offer, TargetGroup


@admin.register(Offer)
class OfferAdmin(ComparedInAdmin, ListingAdmin):
    list_filter = [ListingStatusFilter, FreshnessFilter, MatchingFilter]
    fieldsets = [
        (None, {"fields": ["title", "organisation_link", "description", "shown_competencies"]}),
        (
            gettext_lazy("What is offered"),
            {
                "fields": [
                    "shown_formats", "shown_target_groups", "capacity", "capacity_taken",
                    "shown_excludes", "min_notice_days",
                ]
            },
        ),
        (gettext_lazy("Where and when"), {"fields": ListingAdmin.place_fields}),
        (gettext_lazy("Review"), {"fields": ListingAdmin.life_fields}),
        (gettext_lazy("Matching"), {"fields": ListingAdmin.matching_fields}),
    ]  # fmt: skip
    readonly_fields = [
        *ListingAdmin.readonly_fields, "shown_formats", "shown_target_groups", "shown_excludes",
        "capacity_taken",
    ]  # fmt: skip

    def checklist(self, obj: Offer) -> list[tuple[bool, str]]:
        first = (True, _("Help, not advertising: does the text offer something without a price?"))
        return [first, *super().checklist(obj)]

    @admin.display(description=gettext_lazy("kinds of help"))
    def shown_formats(self, offer: Offer) -> str:
        return labels_of(offer.formats, Format)

    @admin.display(description=gettext_lazy("for whom"))
    def shown_target_groups(self, offer: Offer) -> str:
        return labels_of(offer.target_groups, TargetGroup)

    @admin.display(description=gettext_lazy("limits"))
    def shown_excludes(self, offer: Offer) -> str:
        return (
            _("no contact with children or adolescents")
            if CONTACT_WITH_MINORS in offer.excludes
            else "–"
        )
