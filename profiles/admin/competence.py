"""Editing the taxonomy: labels, synonyms and texts in two languages."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.foundation.moderation import ReadByModerators, is_moderator
from profiles.models import Competence

SYNONYM_MAX = 80
FOLLOW_UP = gettext_lazy(
    "New postings are matched with this at once; the suggestions of all others follow within a day. "
    "“Match everything anew” on the start page makes it a few minutes."
)


class LinesField(forms.CharField):
    """A list of short texts, one a line; blank and doubled lines are dropped."""

    widget = forms.Textarea(attrs={"rows": 6, "cols": 50})

    def prepare_value(self, value: list[str] | str | None) -> str:
        return value if isinstance(value, str) else "\n".join(value or [])

    def clean(self, value: str) -> list[str]:
        text = super().clean(value)
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        for line in lines:
            if len(line) > SYNONYM_MAX:
                message = _("“%(line)s …” is longer than %(max)s characters.")
                raise ValidationError(message % {"line": line[:30], "max": SYNONYM_MAX})
        return lines

    def has_changed(self, initial: list[str] | None, data: str | None) -> bool:
        return (initial or []) != [line.strip() for line in (data or "").splitlines()]


class CompetenceForm(forms.ModelForm):
    synonyms_de = LinesField(
        label=gettext_lazy("synonyms (German)"),
        help_text=gettext_lazy("One a line: other words that people use for it."),
        required=False,
    )
    synonyms_en = LinesField(label=gettext_lazy("synonyms (English)"), required=False)

    class Meta:
        model = Competence
        fields = [
            "slug", "parent", "resource_kind", "label_de", "label_en", "synonyms_de", "synonyms_en",
            "description_de", "description_en",
        ]  # fmt: skip
        widgets = {
            "description_de": forms.Textarea(attrs={"rows": 3, "cols": 80}),
            "description_en": forms.Textarea(attrs={"rows": 3, "cols": 80}),
        }

    def clean(self) -> dict:
        values = super().clean()
        slug, parent = values.get("slug"), values.get("parent")
        if self.instance.pk or not slug:
            return values
        group, _separator, _name = slug.partition("/")
        if parent and group != parent.slug:
            message = _("Begin with the slug of the group: “%(group)s/…”.")
            self.add_error("slug", message % {"group": parent.slug})
        elif parent and "/" not in slug:
            message = _("Add a name after the group: “%(group)s/…”.")
            self.add_error("slug", message % {"group": parent.slug})
        elif not parent and "/" in slug:
            self.add_error(
                "slug", _("A group's slug has no “/”. Or choose the group it belongs to.")
            )
        return values


class LevelFilter(admin.SimpleListFilter):
    title = gettext_lazy("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [(group.slug, group.label) for group in Competence.objects.groups()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(Q(parent__slug=self.value()) | Q(slug=self.value()))


@admin.register(Competence)
class CompetenceAdmin(ReadByModerators, admin.ModelAdmin):
    form = CompetenceForm
    fields = CompetenceForm.Meta.fields
    list_display = [
        "slug",
        "label_de",
        "label_en",
        "resource_kind",
        "needs",
        "offers",
        "organisations",
    ]
    list_display_links = ["slug", "label_de"]
    list_filter = [LevelFilter, "resource_kind"]
    list_per_page = 200
    search_fields = ["slug", "label_de", "label_en", "synonyms_de", "synonyms_en"]
    ordering = ["slug"]

    def has_add_permission(self, request: HttpRequest, obj: Competence | None = None) -> bool:
        return is_moderator(request)

    def has_change_permission(self, request: HttpRequest, obj: Competence | None = None) -> bool:
        return is_moderator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Competence | None = None) -> bool:
        return is_moderator(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Competence | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_actions(self, request: HttpRequest) -> dict:
        # Deleting many at once would pass by the check of what is in use.
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return (
            super()
            .get_queryset(request)
            .annotate(
                need_count=Count("needs", distinct=True),
                offer_count=Count("offers", distinct=True),
                standing_count=Count("standing_at", distinct=True),
            )
        )

    @admin.display(description=gettext_lazy("needs"), ordering="need_count")
    def needs(self, competence: Competence) -> int:
        return competence.need_count

    @admin.display(description=gettext_lazy("offers"), ordering="offer_count")
    def offers(self, competence: Competence) -> int:
        return competence.offer_count

    @admin.display(description=gettext_lazy("organisations"), ordering="standing_count")
    def organisations(self, competence: Competence) -> int:
        return competence.standing_count

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # noqa: ANN001, ANN201 -- as Django's
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "parent":
            field.queryset = Competence.objects.groups()
            # Making or deleting groups in a popup beside this form would only confuse.
            field.widget = field.widget.widget
        return field

    def save_model(self, request, obj, form, change) -> None:  # noqa: ANN001 -- as Django's
        super().save_model(request, obj, form, change)
        if form.changed_data:
            self.message_user(request, FOLLOW_UP, messages.INFO)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        competence = self.get_object(request, unquote(object_id))
        obstacle = _obstacle_to_deleting(competence) if competence else ""
        if obstacle:
            self.message_user(request, obstacle, messages.ERROR)
            return redirect("admin:profiles_competence_change", competence.pk)
        return super().delete_view(request, object_id, extra_context)


def _obstacle_to_deleting(competence: Competence) -> str:
    if competence.children.exists():
        return _("“%(label)s” holds competencies: move or delete them first.") % {
            "label": competence.label
        }
    uses = (competence.need_count, competence.offer_count, competence.standing_count)
    if any(uses):
        return _(
            "“%(label)s” is in use (%(needs)s needs, %(offers)s offers, %(organisations)s "
            "organisations) and stays. You can rename it, or write it as a synonym elsewhere."
        ) % {
            "label": competence.label,
            "needs": uses[0],
            "offers": uses[1],
            "organisations": uses[2],
        }
    return ""
