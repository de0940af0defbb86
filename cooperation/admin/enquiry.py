"""Enquiries that concern the Servicestelle: overdue answers first, and what it can do about them."""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cooperation import answer_clock, enquiries, machine
from cooperation.models import MESSAGE_MAX, Enquiry
from cooperation.story import story_of
from matching.models import Need, Offer, Side
from portal.foundation.answers import sent
from portal.foundation.moderation import ReadByModerators, is_moderator
from portal.foundation.refusals import Refused
from profiles.identifiers import shown_phone


class Deed(NamedTuple):
    """A button of the box. `act(enquiry, words, by)`; `step` is its line in the machine's table."""

    name: str
    label: str
    step: str
    done: str
    act: Callable[[Enquiry, str, object], object]


DEEDS = (
    Deed("call", _("Note a call"), "called", _("The call is noted."),
         lambda e, words, by: answer_clock.log_call(e, words, by=by)),
    Deed("extend", _("Give another week"), "extended", _("The answer is due a week later."),
         lambda e, _words, by: answer_clock.extend(e, by=by)),
    Deed("accept", _("Accept on behalf"), "accepted", _("Accepted on behalf of the side."),
         lambda e, words, by: enquiries.accept(e, words, by=by)),
    Deed("decline", _("Decline on behalf"), "declined", _("Declined on behalf of the side."),
         lambda e, words, by: enquiries.decline(e, words, by=by)),
    Deed("lapse", _("End kindly without an answer"), "lapsed", _("Ended. Both sides know."),
         lambda e, _words, by: enquiries.lapse(e, "unanswered", by=by)),
)  # fmt: skip


class WordsForm(forms.Form):
    """What came of a call, or the answer that is given on behalf: both sides read it."""

    words = forms.CharField(
        label=_("What came of the call, or the answer in your words"),
        help_text=_("Both sides read it in the history of the enquiry."),
        max_length=MESSAGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class IntroductionForm(forms.Form):
    """Who is asked first, and why the two could fit."""

    first = forms.ChoiceField(
        label=_("Who is asked first?"),
        help_text=_("The other side hears of it only if the first one likes the idea."),
        choices=[(Side.OFFER, _("The company")), (Side.NEED, _("The Träger"))],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Why could the two fit?"),
        help_text=_("Both sides read it."),
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class Clock(admin.SimpleListFilter):
    """Overdue answers first: they are what the Servicestelle looks after."""

    title = _("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [
            ("overdue", _("Overdue")), ("undecided", _("Undecided")), ("all", _("All")),
        ]  # fmt: skip

    def value(self) -> str:
        return super().value() or "overdue"

    def choices(self, changelist: object):  # noqa: ANN201 -- as Django's
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "overdue":
            return queryset.overdue()
        return queryset if self.value() == "all" else queryset.undecided()


@admin.register(Enquiry)
class EnquiryAdmin(ReadByModerators, admin.ModelAdmin):
    """Who asked whom about what and since when. What they write to each other stays theirs."""

    change_form_template = "admin/cooperation/enquiry/change_form.html"
    list_display = ["__str__", "asked_by", "asked", "opened_at", "answer_by", "status"]
    list_filter = [Clock]
    list_select_related = ["seeking", "offering", "need", "offer"]
    search_fields = ["seeking__name", "offering__name", "need__title", "offer__title"]
    ordering = ["answer_by", "pk"]
    fields = [
        "seeking_side", "offering_side", "about_need", "about_offer", "people", "status",
        "opened_at", "answer_by",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).seen_by_servicedesk().with_both_sides()

    def get_urls(self) -> list[URLPattern]:
        act = self.admin_site.admin_view(require_POST(self.act))
        introduce = self.admin_site.admin_view(
            require_http_methods(["GET", "POST"])(self.introduce)
        )
        return [
            path("introduce/<int:need>/<int:offer>/", introduce, name="cooperation_introduce"),
            path("<int:pk>/act/", act, name="cooperation_enquiry_act"),
            *super().get_urls(),
        ]

    @admin.display(description=_("Träger"))
    def seeking_side(self, enquiry: Enquiry) -> str:
        return enquiry.seeking.name

    @admin.display(description=_("Company"))
    def offering_side(self, enquiry: Enquiry) -> str:
        return enquiry.offering.name

    @admin.display(description=_("Need"))
    def about_need(self, enquiry: Enquiry) -> str:
        return str(enquiry.need or "–")

    @admin.display(description=_("Offer"))
    def about_offer(self, enquiry: Enquiry) -> str:
        return str(enquiry.offer or "–")

    @admin.display(description=_("asked by"))
    def asked_by(self, enquiry: Enquiry) -> str:
        return enquiry.sender.name

    @admin.display(description=_("owes the answer"))
    def asked(self, enquiry: Enquiry) -> str:
        return enquiry.owes_the_answer.name if enquiry.owes_the_answer else "–"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        enquiry = self.get_object(request, object_id)
        context = {} if enquiry is None else self._box(request, enquiry)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _box(self, request: HttpRequest, enquiry: Enquiry) -> dict[str, object]:
        possible = machine.possible_steps(enquiry, request.user)
        on_behalf = {"accept", "decline"}
        parties = machine.parties_of(enquiry, request.user)
        return {
            "title": str(enquiry),
            "subtitle": "",
            "deeds": [
                deed
                for deed in DEEDS
                if deed.step in possible and (deed.name not in on_behalf or enquiry.is_overdue)
            ],
            "is_own": machine.Party.SERVICEDESK not in parties,
            "words_form": WordsForm(),
            "story": story_of(enquiry),
            "phone": self._phone(enquiry),
        }

    def _phone(self, enquiry: Enquiry) -> dict[str, str]:
        side = enquiry.owes_the_answer
        if side is None:
            return {}
        return {
            "name": side.contact_name,
            "phone": side.contact_phone,
            "shown_phone": shown_phone(side.contact_phone),
            "side": side.name,
        }

    def act(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the deed whose button was pressed, or say why not, with the words kept."""
        if not is_moderator(request):
            raise PermissionDenied
        enquiry = get_object_or_404(self.get_queryset(request), pk=pk)
        deed = next((d for d in DEEDS if d.name == request.POST.get("deed")), None)
        if deed is None:
            raise BadRequest("unknown deed")
        if machine.Party.SERVICEDESK not in machine.parties_of(enquiry, request.user):
            raise PermissionDenied
        form = WordsForm(request.POST)
        problem = None if form.is_valid() else ""
        if problem is None:
            try:
                deed.act(enquiry, form.cleaned_data["words"], request.user)
            except Refused as refusal:
                problem = str(refusal)
        if problem is None:
            messages.success(request, deed.done)
            return redirect("admin:cooperation_enquiry_changelist")
        if problem:
            messages.error(request, problem)
        return self._shown_again(request, pk, {"words_form": form})

    def _shown_again(self, request: HttpRequest, pk: int, context: dict) -> HttpResponse:
        request.method = "GET"  # the change view takes a POST for an attempt to save
        response = self.change_view(request, str(pk), extra_context=context)
        response.status_code = 409
        return response

    def introduce(self, request: HttpRequest, need: int, offer: int) -> HttpResponse:
        """Bring a need and an offer together: one side is asked first, then the other."""
        if not is_moderator(request):
            raise Http404
        pair = {
            "need": get_object_or_404(Need.objects.select_related("organisation"), pk=need),
            "offer": get_object_or_404(Offer.objects.select_related("organisation"), pk=offer),
        }
        form = IntroductionForm(sent(request), initial={"first": Side.OFFER})
        if request.method == "POST" and form.is_valid():
            try:
                enquiry = self._introduced(form.cleaned_data, pair, request)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Introduced. The first side has been asked."))
                return redirect("admin:cooperation_enquiry_change", enquiry.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Introduce the two"),
            "opts": self.opts,
            "form": form,
            "pair": pair,
            "compare_url": reverse("admin:matching_need_compare", args=[need]) + f"?offer={offer}",
        }
        status = 400 if form.errors else 200
        return render(request, "admin/cooperation/enquiry/introduce.html", context, status=status)

    def _introduced(self, words: dict[str, str], pair: dict, request: HttpRequest) -> Enquiry:
        first = pair["offer" if words["first"] == Side.OFFER else "need"].organisation
        enquiry = enquiries.prepare(**pair, sender=first)
        enquiry.message = words["message"]
        return enquiries.introduce(enquiry, by=request.user)
