"""People: moderators read, only superusers give and take rights."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.foundation import history
from portal.foundation.moderation import ReadByModerators, ReadInline
from portal.foundation.refusals import Refused
from profiles import team
from profiles.models import Membership, User

RIGHTS = ["is_active", "is_staff", "is_superuser", "groups"]


class RightsForm(forms.ModelForm):
    """Refuses to take the access of somebody whom an organisation cannot do without."""

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        if self.instance.is_active and not is_active:
            try:
                team.refuse_leaving_without_owner(self.instance)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return is_active


class OrganisationsInline(ReadInline):
    model = Membership
    verbose_name_plural = _("organisations")
    fields = ["organisation", "role", "joined_at"]
    readonly_fields = ["joined_at"]


@admin.register(User)
class UserAdmin(ReadByModerators, admin.ModelAdmin):
    """People register themselves; here they become staff of the Servicestelle, or stop signing in."""

    list_display = ["email", "name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    form = RightsForm
    inlines = [OrganisationsInline]
    fieldsets = [
        (None, {"fields": ["name", "email", "language", "date_joined", "last_login"]}),
        (
            _("Rights"),
            {
                "fields": RIGHTS,
                "description": _(
                    "Only superusers change these, and nobody their own. Moderators and editors "
                    "also need “staff of the Servicestelle”."
                ),
            },
        ),
    ]
    readonly_fields = ["name", "email", "language", "date_joined", "last_login"]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.is_active and request.user.is_superuser and obj != request.user

    def formfield_for_manytomany(self, db_field, request, **kwargs):  # noqa: ANN001, ANN201 -- as Django's
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_actions(self, request: HttpRequest) -> dict:
        return {}

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: forms.ModelForm,
        change: bool,  # noqa: FBT001 -- Django's signature
    ) -> None:
        obj.save(update_fields=[name for name in RIGHTS if name != "groups"])
        if form.changed_data:
            comment = ", ".join(
                f"{name}: {_value(form.cleaned_data[name])}" for name in form.changed_data
            )
            history.record(obj, "rights changed", by=request.user, comment=comment)


def _value(value: object) -> str:
    return ", ".join(group.name for group in value) if hasattr(value, "all") else str(value)
