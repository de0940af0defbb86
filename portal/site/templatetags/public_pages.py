"""What the head of a public page tells those who do not look at it."""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from matching.models.listing import Listing
from portal.foundation.templatetags.structured_data import json_ld
from portal.site import public_pages, schema_org
from profiles.models import Organisation, Site, StandingCompetency

register = template.Library()


OG = '<meta property="og:{}" content="{}">'
LOCALES = {"de": "de_DE", "en": "en_GB"}
CARD_SIZE = (1200, 630)


@register.simple_block_tag
def page_title(content: SafeString) -> SafeString:
    """The title of the window, and of the card that a link to the page becomes."""
    title = content.strip()
    name = _("Servicestelle Soziale Kooperation")
    return format_html(
        f"<title>{{}} · {{}}</title>\n    {OG}", SafeString(title), name, "title", _attribute(title)
    )


@register.simple_block_tag
def page_description(content: SafeString) -> SafeString:
    """What search engines and cards of links say about the page."""
    text = _attribute(content.strip())
    return format_html(
        f'<meta name="description" content="{{}}">\n    {OG}', text, "description", text
    )


@register.simple_tag(takes_context=True)
def link_card(context: template.Context) -> SafeString:
    """Address, picture and language of the card; the address only of pages for everybody."""
    width, height = CARD_SIZE
    told = [
        ("site_name", _("Servicestelle Soziale Kooperation")),
        ("type", "website"),
        ("locale", LOCALES.get(get_language() or "", LOCALES["de"])),
        ("image", f"{settings.SITE_URL}{static('img/social-card.png')}"),
        ("image:width", width),
        ("image:height", height),
        ("image:alt", _("Two arcs, petrol and coral, that meet in a sun-coloured dot.")),
    ]
    if address := _canonical_address(context):
        told.append(("url", address))
    card = SafeString('<meta name="twitter:card" content="summary_large_image">')
    return format_html_join("\n    ", OG, told) + SafeString("\n    ") + card


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> SafeString:
    """The link to the page's one address; nothing on pages that are not for everybody."""
    address = _canonical_address(context)
    return format_html('<link rel="canonical" href="{}">', address) if address else SafeString("")


def _canonical_address(context: template.Context) -> str:
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    page = request.GET.get("page", "")
    return public_pages.canonical_address(match.view_name, request.path, page)


def _attribute(content: str) -> SafeString:
    """Rendered, hence escaped, text: only the quotes of our own catalogue may be left in it."""
    return SafeString(content.replace('"', "&quot;"))


@register.simple_tag(takes_context=True)
def this_page(context: template.Context) -> str:
    """The path of the page, as somebody may tell it to others: secrets of links are left out."""
    request = context.get("request")
    if request is None:
        return ""
    return public_pages.path_without_secrets(request.path, getattr(request, "resolver_match", None))


@register.simple_tag
def web_site_data() -> SafeString:
    return json_ld(schema_org.web_site())


@register.simple_tag
def organisation_data(
    organisation: Organisation, sites: Iterable[Site], standing: Iterable[StandingCompetency]
) -> SafeString:
    return json_ld(schema_org.organisation(organisation, sites, standing))


@register.simple_tag
def listing_data(listing: Listing) -> SafeString:
    return json_ld(schema_org.listing(listing))
