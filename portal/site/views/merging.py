"""Admin's page on which a moderator makes one organisation out of two."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.foundation.refusals import Refused
from portal.site import merging
from portal.site.merging.fields import BOTH, GONE, KEPT, Choice
from profiles.duplicates import likely_duplicates
from profiles.models import Organisation

FOUND = 20
OPTION_WORDS = {
    KEPT: gettext_lazy("of the one that stays"),
    GONE: gettext_lazy("of the other"),
    BOTH: gettext_lazy("both together"),
}
GROUP_WORDS = {
    "register": gettext_lazy("entry in the register"),
    "umbrella": gettext_lazy("umbrella organisation"),
    "recognition": gettext_lazy("recognition under § 75 SGB VIII"),
    "logo": gettext_lazy("logo"),
    "photo": gettext_lazy("photo"),
    "tax": gettext_lazy("charitable status"),
    "contact": gettext_lazy("contact person"),
}


class MergeForm(forms.Form):
    """Which value is kept, for each field in which the two differ, and what the moderator saw."""

    seen_kept = forms.CharField(max_length=20, widget=forms.HiddenInput)
    seen_gone = forms.CharField(max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: object, choices: list[Choice], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for choice in choices:
            if choice.differs:
                self.fields[choice.name] = forms.ChoiceField(
                    label=_label(choice),
                    choices=[(option, OPTION_WORDS[option]) for option in choice.options],
                    initial=choice.default,
                    widget=forms.RadioSelect,
                )


@require_http_methods(["GET", "POST"])
def merge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other one (GET `with`), see both side by side, and merge by POST."""
    kept = get_object_or_404(Organisation, pk=pk)
    other = request.GET.get("with", "")
    if not other.isdecimal() or len(other) > 18:
        return _choose(request, kept)
    gone = get_object_or_404(Organisation, pk=int(other))
    choices = merging.choices_for(kept, gone)
    seen = {"seen_kept": kept.changed_xid, "seen_gone": gone.changed_xid}
    form = MergeForm(request.POST if request.method == "POST" else None, choices=choices)
    form.initial = seen
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            answers = form.cleaned_data
            versions = (answers.pop("seen_kept"), answers.pop("seen_gone"))
            try:
                merging.merge(kept, gone, answers, by=request.user, seen=versions)
            except Refused as refusal:
                status = 409
                messages.error(request, str(refusal))
                form = MergeForm({**request.POST.dict(), **_versions(kept, gone)}, choices=choices)
            else:
                messages.success(
                    request,
                    _("“%(gone)s” is part of “%(kept)s” now; the owners are told.")
                    % {"gone": gone.name, "kept": kept.name},
                )
                return redirect("admin:profiles_organisation_change", kept.pk)
    context = _context(request, kept) | {
        "gone": gone,
        "form": form,
        "rows": [_row(choice, form) for choice in choices],
        "moving": merging.moving(gone),
        "refusal": merging.refusal(kept, gone, by=request.user),
        "swapped": f"{reverse('admin:organisation-merge', args=[gone.pk])}?with={kept.pk}",
    }
    return render(request, "admin/profiles/organisation/merge.html", context, status=status)


def _choose(request: HttpRequest, kept: Organisation) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:150]
    others = Organisation.objects.exclude(pk=kept.pk).prefetch_related("sites")
    context = _context(request, kept) | {
        "asked": asked,
        "found": others.filter(name__icontains=asked).order_by("name")[:FOUND] if asked else [],
        "likely": likely_duplicates(kept),
    }
    return render(request, "admin/profiles/organisation/merge_choose.html", context)


def _context(request: HttpRequest, kept: Organisation) -> dict[str, object]:
    return {
        **admin.site.each_context(request),
        "title": _("Merge organisations"),
        "opts": Organisation._meta,
        "kept": kept,
    }


def _versions(kept: Organisation, gone: Organisation) -> dict[str, str]:
    numbers = dict(
        Organisation.objects.filter(pk__in=[kept.pk, gone.pk]).values_list("pk", "changed_xid")
    )
    return {
        "seen_kept": str(numbers.get(kept.pk, "")),
        "seen_gone": str(numbers.get(gone.pk, "")),
    }


def _row(choice: Choice, form: MergeForm) -> dict[str, object]:
    return {
        "label": _label(choice),
        "kept": _shown(choice, choice.kept),
        "gone": _shown(choice, choice.gone),
        "field": form[choice.name] if choice.differs else None,
    }


def _label(choice: Choice) -> str:
    return str(GROUP_WORDS.get(choice.name, choice.fields[0].verbose_name))


def _shown(choice: Choice, values: tuple) -> str:
    if choice.name == "contact":
        # Each reading of contact data is written down; here nobody needs to read them.
        return _("given") if any(values) else "–"
    if choice.name in {"logo", "photo"}:
        # What is to be seen, and who took it: a file's name says nothing.
        return ", ".join(filter(None, values[1:])) or (_("given") if any(values) else "–")
    words = []
    for field, value in zip(choice.fields, values, strict=True):
        labels = dict(field.flatchoices or getattr(field, "base_field", field).flatchoices)
        many = value if isinstance(value, list) else [value]
        words += [str(labels.get(one, one)) for one in many if one not in ("", None)]
    if words in (["True"], ["False"]):
        words = [_("yes") if words == ["True"] else _("no")]
    return format_html_join(", ", "{}", ((word,) for word in words)) or "–"
