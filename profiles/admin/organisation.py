"""Reviewing organisations."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.foundation import history
from portal.foundation.moderation import (
    Decision,
    ModeratedAdmin,
    ReadByModerators,
    WaitingFirst,
)
from portal.foundation.spreadsheets import csv_response
from profiles import export, reviews
from profiles.duplicates import likely_duplicates
from profiles.models import FieldOfWork, Mandate, Membership, Organisation, ReviewStatus, Site


class FreshnessFilter(admin.SimpleListFilter):
    """Profiles that nobody confirmed or changed for long."""

    title = gettext_lazy("still true")
    parameter_name = "freshness"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("unconfirmed", _("Unconfirmed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "unconfirmed":
            return queryset.filter(pk__in=Organisation.objects.to_confirm().values("pk"))
        return queryset


class SiteInline(ReadByModerators, admin.TabularInline):
    model = Site
    fields = ["label", "street", "postcode", "place", "is_main"]
    extra = 0


class MembershipInline(ReadByModerators, admin.TabularInline):
    model = Membership
    fields = ["user", "role", "joined_at"]
    readonly_fields = ["joined_at"]
    extra = 0

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201 -- as Django's
        return super().get_queryset(request).select_related("user", "organisation")


class MandateInline(ReadByModerators, admin.TabularInline):
    model = Mandate
    fk_name = "principal"
    fields = ["agent_name", "granted_by", "granted_at", "ended_at"]
    readonly_fields = ["agent_name", "granted_at", "ended_at"]
    extra = 0

    @admin.display(description=gettext_lazy("who acts"))
    def agent_name(self, mandate: Mandate) -> str:
        return mandate.agent_name


@admin.register(Organisation)
class OrganisationAdmin(ModeratedAdmin):
    change_form_template = "admin/profiles/organisation/change_form.html"
    list_display = ["name", "kind", "age", "shown_status", "main_place"]
    list_filter = [WaitingFirst, FreshnessFilter, "kind", "is_intermediary"]
    search_fields = [
        "name",
        "legal_form",
        "sites__place",
        "sites__postcode",
        "memberships__user__email",
    ]
    search_help_text = gettext_lazy("Name, place, postcode or a member's e-mail address")
    actions = ["export_selected"]
    inlines = [SiteInline, MembershipInline, MandateInline]
    fieldsets = [
        (None, {"fields": ["name", "kind", "legal_form", "is_intermediary", "shown_status"]}),
        (
            gettext_lazy("What its page shows"),
            {
                "fields": [
                    "description", "website", "logo", "shown_fields_of_work", "industry", "size",
                    "standing_competencies",
                ]
            },
        ),
        (
            gettext_lazy("Review"),
            {"fields": ["review_comment", "created_at", "submitted_at", "approved_at", "confirmed_at"]},
        ),
    ]  # fmt: skip
    readonly_fields = [
        "shown_status", "shown_fields_of_work", "review_comment", "created_at", "submitted_at",
        "approved_at", "confirmed_at",
    ]  # fmt: skip
    decisions = (
        Decision(
            "approve",
            gettext_lazy("Approve organisation"),
            gettext_lazy("“%(name)s” is approved; its owners are told."),
            reviews.approve,
            frozenset({ReviewStatus.SUBMITTED}),
        ),
        Decision(
            "reinstate",
            gettext_lazy("End the suspension"),
            gettext_lazy("“%(name)s” is public again; its owners are told."),
            reviews.approve,
            frozenset({ReviewStatus.SUSPENDED}),
        ),
        Decision(
            "return",
            gettext_lazy("Return with comment"),
            gettext_lazy("“%(name)s” was returned with your comment."),
            reviews.return_with_comment,
            frozenset({ReviewStatus.SUBMITTED}),
            needs_comment=True,
        ),
        Decision(
            "suspend",
            gettext_lazy("Suspend with comment"),
            gettext_lazy("“%(name)s” is suspended; its owners are told why."),
            reviews.suspend,
            frozenset(set(ReviewStatus) - {ReviewStatus.SUSPENDED}),
            needs_comment=True,
        ),
    )

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201 -- as Django's
        return super().get_queryset(request).prefetch_related("sites")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.show_contact)
        contact = path("<path:object_id>/contact/", view, name="profiles_organisation_contact")
        return [contact, *super().get_urls()]

    def _decision_context(self, request: HttpRequest, obj: Organisation) -> dict[str, object]:
        context = super()._decision_context(request, obj)
        return context | {"likely_duplicates": likely_duplicates(obj)}

    def organisation_of(self, obj: Organisation) -> Organisation:
        return obj

    def checklist(self, obj: Organisation) -> list[tuple[bool, str]]:
        missing = reviews.missing_for_review(obj)
        if missing:
            return [(False, sentence) for sentence in missing]
        known = [other for other in likely_duplicates(obj) if other.is_identical]
        return [
            (True, _("Description, site and contact person are there.")),
            *((False, f"{other.organisation}: {other.reason}") for other in known),
        ]

    @admin.action(description=gettext_lazy("Export selected as CSV"), permissions=["view"])
    def export_selected(self, request: HttpRequest, queryset: QuerySet) -> StreamingHttpResponse:
        rows = export.with_all_that_is_exported(queryset)
        return csv_response(_("organisations"), rows, export.FOR_MODERATORS)

    @admin.display(description=gettext_lazy("place"))
    def main_place(self, obj: Organisation) -> str:
        sites = sorted(obj.sites.all(), key=lambda site: not site.is_main)
        return f"{sites[0].postcode} {sites[0].place}" if sites else "–"

    @admin.display(description=gettext_lazy("fields of work"))
    def shown_fields_of_work(self, obj: Organisation) -> str:
        labels = dict(FieldOfWork.choices)
        return ", ".join(str(labels.get(value, value)) for value in obj.fields_of_work) or "–"

    @method_decorator(require_POST)
    def show_contact(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the contact person on the page; every reading is written to the history."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        organisation = self.get_object(request, unquote(object_id))
        if organisation is None:
            raise Http404
        history.record(organisation, "contact read", by=request.user)
        return self.shown_again(request, object_id, {"contact": organisation})
