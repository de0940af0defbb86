"""What was checked, everywhere; set and withdrawn on the page of each organisation."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.foundation.moderation import ReadByModerators
from profiles.models import Verification

STATES: dict[str, Callable[[QuerySet], QuerySet]] = {
    "in_force": lambda rows: rows.in_force().order_by("valid_until", "pk"),
    "soon": lambda rows: rows.ending_soon(),
    "over": lambda rows: rows.over(),
}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [
            ("in_force", _("In force")),
            ("soon", _("Ends within 30 days")),
            ("over", _("Ended")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return STATES.get(self.value(), lambda rows: rows)(queryset)


@admin.register(Verification)
class VerificationAdmin(ReadByModerators, admin.ModelAdmin):
    list_display = [
        "organisation", "kind", "checked_on", "checked_by", "valid_until", "ended_at", "end_reason",
    ]  # fmt: skip
    list_filter = [StateFilter, "kind"]
    list_select_related = ["organisation", "checked_by"]
    list_per_page = 50
    search_fields = ["organisation__name"]
    ordering = ["-recorded_at", "-pk"]
    fields = [
        "organisation", "kind", "checked_on", "checked_by", "valid_until", "note", "recorded_at",
        "ended_at", "end_reason",
    ]  # fmt: skip

    def view_on_site(self, obj: Verification) -> str:
        return obj.organisation.get_absolute_url()
