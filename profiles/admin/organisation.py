"""Reviewing organisations."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.foundation import history
from portal.foundation.moderation import (
    Decision,
    ModeratedAdmin,
    ReadInline,
    WaitingFirst,
)
from portal.foundation.refusals import Refused
from portal.foundation.spreadsheets import csv_response
from portal.foundation.templatetags.pictures import photo
from profiles import export, reviews, verification
from profiles.duplicates import likely_duplicates
from profiles.forms.verification import CheckForm, WithdrawForm
from profiles.models import (
    FieldOfWork,
    Mandate,
    Membership,
    Organisation,
    ReviewStatus,
    Site,
    StandingCompetency,
)
from profiles.templatetags.profile_parts import organisation_logo


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


class SiteInline(ReadInline):
    model = Site
    fields = ["label", "street", "postcode", "place", "is_main"]


class StandingInline(ReadInline):
    model = StandingCompetency
    fields = ["competence", "level", "conditions"]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201 -- as Django's
        rows = super().get_queryset(request).select_related("competence", "organisation")
        return rows.order_by("competence__slug")


class MembershipInline(ReadInline):
    model = Membership
    fields = ["user", "role", "joined_at"]
    readonly_fields = ["joined_at"]

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201 -- as Django's
        return super().get_queryset(request).select_related("user", "organisation")


class MandateInline(ReadInline):
    model = Mandate
    fk_name = "principal"
    fields = ["agent_name", "granted_by", "granted_at", "ended_at"]
    readonly_fields = ["agent_name", "granted_at", "ended_at"]

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
    inlines = [SiteInline, StandingInline, MembershipInline, MandateInline]
    fieldsets = [
        (None, {"fields": ["name", "kind", "legal_form", "is_intermediary", "shown_status"]}),
        (
            gettext_lazy("Register, recognition, tax"),
            {
                "fields": [
                    "legal_name", "register_court", "register_number", "vat_id", "umbrella",
                    "umbrella_name", "recognised_under_75", "recognised_on", "recognised_by",
                    "tax_notice", "tax_notice_on",
                ]
            },
        ),
        (
            gettext_lazy("What its page shows"),
            {
                "fields": [
                    "description", "website", "shown_logo", "logo_alt", "shown_photo", "photo_alt",
                    "photo_by", "shown_fields_of_work", "industry", "size", "region",
                ]
            },
        ),
        (
            gettext_lazy("Review"),
            {"fields": ["review_comment", "created_at", "submitted_at", "approved_at", "confirmed_at"]},
        ),
    ]  # fmt: skip
    readonly_fields = [
        "shown_status", "shown_logo", "shown_photo", "shown_fields_of_work", "review_comment", "created_at", "submitted_at",
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
        Decision(
            "take_pictures_away",
            gettext_lazy("Take logo and photo away with comment"),
            gettext_lazy("“%(name)s” has no pictures any more; its owners are told why."),
            reviews.take_pictures_away,
            frozenset(ReviewStatus),
            needs_comment=True,
        ),
    )

    def get_queryset(self, request: HttpRequest):  # noqa: ANN201 -- as Django's
        return super().get_queryset(request).prefetch_related("sites")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view),
                name=f"profiles_organisation_{address}",
            )
            for address, view in (
                ("contact", self.show_contact),
                ("verify", self.verify),
                ("withdraw", self.withdraw),
            )
        ]
        return [*own, *super().get_urls()]

    def _decision_context(self, request: HttpRequest, obj: Organisation) -> dict[str, object]:
        context = super()._decision_context(request, obj)
        if not (obj.logo or obj.photo):
            context["decisions"] = [
                decision
                for decision in context["decisions"]
                if decision.name != "take_pictures_away"
            ]
        return context | {
            "likely_duplicates": likely_duplicates(obj),
            "badges": obj.verifications.in_force().select_related("checked_by"),
            "check_form": CheckForm(),
        }

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

    @admin.display(description=gettext_lazy("logo"))
    def shown_logo(self, obj: Organisation) -> str:
        return organisation_logo(obj) or "–"

    @admin.display(description=gettext_lazy("photo"))
    def shown_photo(self, obj: Organisation) -> str:
        return photo(obj) or "–"

    @admin.display(description=gettext_lazy("fields of work"))
    def shown_fields_of_work(self, obj: Organisation) -> str:
        labels = dict(FieldOfWork.choices)
        return ", ".join(str(labels.get(value, value)) for value in obj.fields_of_work) or "–"

    @method_decorator(require_POST)
    def show_contact(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the contact person on the page; every reading is written to the history."""
        organisation = self._shown_to(request, object_id)
        history.record(organisation, "contact read", by=request.user)
        return self.shown_again(request, object_id, {"contact": organisation})

    @method_decorator(require_POST)
    def verify(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Set a badge; a refusal keeps what was typed."""
        organisation = self._shown_to(request, object_id)
        form = CheckForm(request.POST)
        if not form.is_valid():
            return self.shown_again(request, object_id, {"check_form": form}, status=400)
        try:
            made = verification.verify(organisation, form.check(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.shown_again(request, object_id, {"check_form": form}, status=409)
        sentence = _("“%(kind)s” is marked as checked until %(day)s.")
        values = {"kind": made.get_kind_display(), "day": date_format(made.valid_until)}
        self.message_user(request, sentence % values, messages.SUCCESS)
        return redirect("admin:profiles_organisation_change", organisation.pk)

    @method_decorator(require_POST)
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """End a badge of this organisation before its time, with the reason for its owners."""
        organisation = self._shown_to(request, object_id)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            raise BadRequest("unknown badge or too long a reason")
        badge = get_object_or_404(
            organisation.verifications, public_id=form.cleaned_data["verification"]
        )
        try:
            verification.withdraw(badge, form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            sentence = _("“%(kind)s” is no longer marked as checked; the owners are told why.")
            self.message_user(
                request, sentence % {"kind": badge.get_kind_display()}, messages.SUCCESS
            )
        return redirect("admin:profiles_organisation_change", organisation.pk)

    def _shown_to(self, request: HttpRequest, object_id: str) -> Organisation:
        if not self.has_view_permission(request):
            raise PermissionDenied
        organisation = self.get_object(request, unquote(object_id))
        if organisation is None:
            raise Http404
        return organisation
