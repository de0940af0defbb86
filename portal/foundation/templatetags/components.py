"""The components that pages are composed of; docs/interface.md shows each with a snippet.

A component is a template in templates/components/ and a tag of the same name. It takes plain
values, never the request. A misspelt argument is refused when the page renders.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SIMPLE_COMPONENTS = {
    "button": "label href kind icon icon_after type name value form action wide label_suffix disabled",
    "chip": "text icon tone href remove_label",
    "notice_line": "text tone",
    "reasons": "fits gaps",
    "stepper": "steps current",
    "progress": "value max label",
    "timeline": "entries",
    "answers": "rows change_label",
    "result_count": "count text",
    "tabs": "tabs label",
    "table": "caption head rows",
    "chart": "id title sentence chart",
    "breadcrumb": "trail",
}
BLOCK_COMPONENTS = {
    "card": "title href kicker kicker_icon tone level footer",
    "notice": "title tone icon",
    "panel": "title icon level tone",
    "dialog": "label title text kind icon label_suffix open",
    "facet": "title open chosen",
    "page_header": "title lead kicker back_href back_label picture",
    "empty": "title text icon picture",
}


def _renderer(name: str, accepted: str) -> Any:
    allowed = frozenset(accepted.split())

    def render(values: Mapping[str, Any]) -> SafeString:
        unknown = values.keys() - allowed
        if unknown:
            message = f"{name} takes {accepted!r}, not {', '.join(sorted(unknown))!r}."
            raise template.TemplateSyntaxError(message)
        return render_to_string(f"components/{name}.html", dict(values))

    return render


def _register_simple(name: str, accepted: str) -> None:
    render = _renderer(name, accepted)

    def component(**values: Any) -> SafeString:
        return render(values)

    register.simple_tag(component, name=name)


def _register_block(name: str, accepted: str) -> None:
    render = _renderer(name, f"{accepted} content")

    def component(content: SafeString, **values: Any) -> SafeString:
        return render({**values, "content": content})

    register.simple_block_tag(component, name=name)


for _name, _accepted in SIMPLE_COMPONENTS.items():
    _register_simple(_name, _accepted)
for _name, _accepted in BLOCK_COMPONENTS.items():
    _register_block(_name, _accepted)


@register.simple_tag
@lru_cache(maxsize=512)  # a list of cards holds more than a hundred of them
def icon(name: str, label: str = "") -> SafeString:
    """One icon of static/icons.svg: decorative, or with an accessible name when `label` is given."""
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        address,
    )


# Our own drawings in static/img/ that pages choose from, with their size.
DRAWINGS = {
    "empty": (200, 96),
    "gap": (420, 190),
} | dict.fromkeys(
    (
        "cooperation", "desk", "directory", "examples", "needs", "offers", "regions", "suggestions",
    ),
    (280, 160),
)  # fmt: skip


@register.simple_tag
def drawing(name: str) -> SafeString:
    """A drawing of ours by its name. Decoration: it says nothing that is not said in words."""
    if name not in DRAWINGS:
        message = f"There is no drawing {name!r}, only {', '.join(sorted(DRAWINGS))}."
        raise template.TemplateSyntaxError(message)
    width, height = DRAWINGS[name]
    return format_html(
        '<img class="drawing" src="{}" alt="" width="{}" height="{}">',
        static(f"img/{name}.svg"),
        width,
        height,
    )


_icon = icon  # `fact` has an argument of that name


@register.simple_tag(name="fact")
def fact(icon: str, text: str, label: str = "") -> SafeString:
    """One line of a card. Written here: as a template it was a third of the time of a long list."""
    spoken = format_html('<span class="visually-hidden">{}: </span>', label) if label else ""
    return format_html('<li class="fact">{}<span>{}{}</span></li>', _icon(icon), spoken, text)


class Look(NamedTuple):
    """How a status appears beside its word."""

    icon: str
    tone: str


# Codes of listings, organisations, suggestions and enquiries; whatever is missing here looks calm.
STATUS_LOOKS = {
    "draft": Look("pencil", "calm"),
    "submitted": Look("hourglass", "waiting"),
    "published": Look("circle-check", "good"),
    "approved": Look("shield-check", "good"),
    "returned": Look("undo-2", "attention"),
    "suspended": Look("lock", "bad"),
    "paused": Look("pause", "calm"),
    "fulfilled": Look("heart-handshake", "good"),
    "closed": Look("archive", "calm"),
    "expired": Look("clock", "calm"),
    "open": Look("hourglass", "waiting"),
    "waiting": Look("hourglass", "waiting"),
    "accepted": Look("handshake", "good"),
    "declined": Look("circle-x", "bad"),
    "withdrawn": Look("undo-2", "calm"),
    "introduced": Look("handshake", "waiting"),
    "place_offered": Look("circle-check", "attention"),
    "lapsed": Look("clock", "calm"),
    "planning": Look("pencil", "waiting"),
    "confirmed": Look("circle-check", "waiting"),
    "active": Look("heart-handshake", "good"),
    "closing": Look("hourglass", "attention"),
    "called_off": Look("circle-x", "calm"),
    "new": Look("lightbulb", "waiting"),
    "dismissed": Look("x", "calm"),
    "done": Look("circle-check", "good"),
    "now": Look("arrow-right", "attention"),
    "ahead": Look("circle-dashed", "calm"),
}


@register.simple_tag
def status(code: str, label: str) -> SafeString:
    """A status as word, icon and colour: `{% status need.status need.get_status_display %}`."""
    look = STATUS_LOOKS.get(str(code), Look("circle-dashed", "calm"))
    return format_html(
        '<span class="status status-{}">{}{}</span>', look.tone, icon(look.icon), label
    )


class Entry(NamedTuple):
    """One line of the error summary; `target` is an element id or empty."""

    target: str
    label: str
    message: str


def _entries(forms: Iterable[BaseForm]) -> Iterable[Entry]:
    for form in forms:
        for message in form.non_field_errors():
            yield Entry("", "", message)
        for field in form:
            # A group of boxes has no element that carries the group's own id and takes the focus.
            target = "" if field.is_hidden else field.id_for_label or f"{field.auto_id}_0"
            for message in field.errors:
                yield Entry(target, "" if field.is_hidden else field.label, message)


@register.simple_tag
def error_summary(*forms: BaseForm, takes_focus: bool = True) -> SafeString:
    """What to mend in these forms, linked to the fields; nothing while they are without errors.

    `takes_focus=False` where the page is about something else than what was just sent.
    """
    sent = [form for form in forms if form is not None and form.is_bound]
    entries = list(_entries(sent))
    if not entries:
        return SafeString("")
    refusals = sum(len(form.non_field_errors()) for form in sent)
    # Browsers get neither a password nor a file back.
    keeps_everything = not any(
        getattr(field.field.widget, "input_type", "") in {"password", "file"}
        for form in sent
        for field in form
    )
    return render_to_string(
        "components/error_summary.html",
        {
            "entries": entries,
            # Refused without a field that is wrong: nothing to look at again.
            "fields": len(entries) - refusals,
            "keeps_everything": keeps_everything,
            "takes_focus": takes_focus,
        },
    )


@register.simple_tag
def pagination(page: Page, query: QueryDict) -> SafeString:
    """Links to the pages of `page`, keeping every other value of the GET `query`."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return render_to_string(
        "components/pagination.html", {"page": page, "query": query, "numbers": list(numbers)}
    )


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: template.Context, url_name: str, label: str, count: int = 0) -> dict:
    """A link of the main navigation, marked as current on its page and on all pages below it."""
    href = reverse(url_name)
    request = context.get("request")
    here = request.path if request else ""
    current = "page" if here == href else "true" if here.startswith(href) else ""
    return {"href": href, "label": label, "count": count, "current": current}


@register.filter
def for_machines(at: datetime) -> str:
    """`at` as HTML wants it in a `datetime` attribute: local time, whole seconds, offset.

    Whatever is no point in time becomes "", as with Django's `date`.
    """
    if not isinstance(at, datetime):
        return ""
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.filter(expects_localtime=True)
def weekday_date(day: date) -> str:
    """ "Donnerstag, 3. Dezember 2026": the day of the week before the date. "" for no day."""
    return f"{date_format(day, 'l')}, {date_format(day)}" if isinstance(day, date) else ""
