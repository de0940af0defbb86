"""What the head of a public page tells those who do not look at it."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from matching.models.listing import Listing
from portal.foundation.templatetags.structured_data import json_ld
from portal.site import public_pages, schema_org
from profiles.models import Organisation, Site, StandingCompetency

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> SafeString:
    """The link to the page's one address; nothing on pages that are not for everybody."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None:
        return SafeString("")
    page = request.GET.get("page", "")
    address = public_pages.canonical_address(match.view_name, request.path, page)
    return format_html('<link rel="canonical" href="{}">', address) if address else SafeString("")


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
