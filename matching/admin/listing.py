"""What the pages about needs and offers share: the list, the decisions, the matching's state."""

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching import due, export, publishing
from matching.models import Answer, ListingStatus
from matching.models.choices import Language
from matching.models.listing import Listing
from portal.foundation.moderation import Decision, ModeratedAdmin, WaitingFirst
from portal.foundation.spreadsheets import csv_response
from profiles.models import Organisation

BLOCKED = "blocked"


class ListingStatusFilter(WaitingFirst):
    """As for organisations; what cannot be decided before its organisation is, stands apart."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        first, *others = super().lookups(request, model_admin)
        return [first, (BLOCKED, _("Waiting until its organisation is approved")), *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == BLOCKED:
            submitted = queryset.filter(status=ListingStatus.SUBMITTED)
            return submitted.exclude(organisation__status="approved")
        return super().queryset(request, queryset)


class MatchingFilter(admin.SimpleListFilter):
    title = gettext_lazy("matching")
    parameter_name = "matching"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("failed", _("Failed")), ("due", _("Due")), ("done", _("Done"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "failed":
                return queryset.exclude(matching_error="")
            case "due":
                return queryset.exclude(matching_due_at=None)
            case "done":
                return queryset.filter(matching_due_at=None, matching_error="").exclude(
                    matched_at=None
                )
        return queryset


class FreshnessFilter(admin.SimpleListFilter):
    """What its members should confirm, and what rests because they did not."""

    title = gettext_lazy("still true")
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("unconfirmed", _("Unconfirmed")), ("rests", _("Rests, nobody answered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "unconfirmed":
                return queryset.filter(pk__in=queryset.model.objects.to_confirm().values("pk"))
            case "rests":
                rested = queryset.model.objects.filter(
                    status=ListingStatus.PAUSED,
                    freshness_questions__answer=Answer.RESTED,
                    freshness_questions__asked_at__gt=F("confirmed_at"),
                )
                return queryset.filter(pk__in=rested.values("pk"))
        return queryset


class ListingAdmin(ModeratedAdmin):
    list_display = ["title", "organisation", "age", "shown_status", "place", "valid_until"]
    list_select_related = ["organisation", "site"]
    search_fields = ["title", "description", "organisation__name", "site__place", "site__postcode"]
    search_help_text = gettext_lazy("Title, text, organisation, place or postcode")
    actions = ["match_again", "export_selected"]
    matching_fields = [
        "why_not",
        "matched_at",
        "matching_due_at",
        "matching_attempts",
        "matching_error",
    ]
    life_fields = [
        "shown_status", "posted_by_agent", "created_by", "created_at",
        "submitted_at", "published_at", "confirmed_at", "valid_until", "review_comment",
    ]  # fmt: skip
    place_fields = ["site", "radius_km", "remote_ok", ("starts_on", "ends_on"), "shown_languages"]
    readonly_fields = [
        "why_not", "organisation_link", "shown_competencies", *life_fields, *matching_fields, "shown_languages",
    ]  # fmt: skip
    decisions = (
        Decision(
            "publish",
            gettext_lazy("Publish"),
            gettext_lazy("“%(name)s” is published; its author is told."),
            publishing.publish,
            frozenset({ListingStatus.SUBMITTED}),
        ),
        Decision(
            "return",
            gettext_lazy("Return with comment"),
            gettext_lazy("“%(name)s” was returned with your comment."),
            publishing.return_with_comment,
            frozenset({ListingStatus.SUBMITTED}),
            needs_comment=True,
        ),
        Decision(
            "take_offline",
            gettext_lazy("Take offline and return with comment"),
            gettext_lazy("“%(name)s” is no longer public; its author received your comment."),
            publishing.return_with_comment,
            frozenset({ListingStatus.PUBLISHED, ListingStatus.PAUSED}),
            needs_comment=True,
        ),
    )

    def organisation_of(self, obj: Listing) -> Organisation:
        return obj.organisation

    def checklist(self, obj: Listing) -> list[tuple[bool, str]]:
        is_past = obj.ends_on < timezone.localdate()
        return [
            (
                obj.organisation.is_approved,
                _("The organisation is approved.")
                if obj.organisation.is_approved
                else _("The organisation is not approved yet: decide about it first."),
            ),
            (not is_past, _("The period is over.") if is_past else _("The period is not over.")),
        ]

    @admin.display(description=gettext_lazy("place"), ordering="site__place")
    def place(self, obj: Listing) -> str:
        return f"{obj.site.postcode} {obj.site.place}"

    @admin.display(description=gettext_lazy("organisation"))
    def organisation_link(self, obj: Listing) -> str:
        url = reverse("admin:profiles_organisation_change", args=[obj.organisation_id])
        status = obj.organisation.get_status_display()
        return format_html('<a href="{}">{}</a> ({})', url, obj.organisation, status)

    @admin.display(description=gettext_lazy("why not?"))
    def why_not(self, obj: Listing) -> str:
        url = reverse(f"admin:matching_{self.opts.model_name}_compare", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, _("Put it beside any other entry"))

    @admin.display(description=gettext_lazy("competencies"))
    def shown_competencies(self, obj: Listing) -> str:
        competencies = obj.competencies.select_related("parent").order_by("slug")
        return "\n".join(f"{c.parent or '–'}: {c}" for c in competencies) or "–"

    @admin.display(description=gettext_lazy("languages"))
    def shown_languages(self, obj: Listing) -> str:
        return labels_of(obj.languages, Language)

    @admin.action(description=gettext_lazy("Match again"), permissions=["view"])
    def match_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        listings = list(queryset)
        for listing in listings:
            due.mark(listing)
        text = ngettext(
            "%(count)d listing is being matched again.",
            "%(count)d listings are being matched again.",
            len(listings),
        )
        self.message_user(request, text % {"count": len(listings)}, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Export selected as CSV"), permissions=["view"])
    def export_selected(self, request: HttpRequest, queryset: QuerySet) -> StreamingHttpResponse:
        rows = export.with_all_that_is_exported(queryset)
        columns = [*export.COLUMNS[self.model], export.STATUS]
        return csv_response(str(self.opts.verbose_name_plural), rows, columns)


def labels_of(values: list[str], choices: type) -> str:
    """Stored codes as the words of their choices."""
    words = dict(choices.choices)
    return ", ".join(str(words.get(value, value)) for value in values) or "–"
