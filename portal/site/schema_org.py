"""What search engines are told about public entries. Nothing personal: what the page shows anyway.

https://schema.org; an entry that is not public is not told at all.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import Resolver404, resolve

from matching.models import Format, Need
from matching.models.listing import Listing
from profiles.models import Organisation, OrganisationKind, Site, StandingCompetency

CORPORATION = re.compile(r"\b(g?GmbH|AG|SE|KGaA|UG)\b")
SEARCH = "/suche/"


def web_site() -> dict[str, Any]:
    """The portal itself, and how to search in it."""
    told = {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#website",
        "url": f"{settings.SITE_URL}/",
        "name": settings.SERVICEDESK_NAME,
        "inLanguage": [code for code, _name in settings.LANGUAGES],
        "publisher": {
            "@type": "Organization",
            "name": settings.SERVICEDESK_NAME,
            "url": f"{settings.SITE_URL}/",
            "logo": _absolute(static("img/icon-512.png")),
        },
    }
    if _has_page(SEARCH):
        told["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.SITE_URL}{SEARCH}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    return told


def organisation(
    found: Organisation, sites: Iterable[Site], standing: Iterable[StandingCompetency] = ()
) -> dict[str, Any] | None:
    """An approved organisation with its places and competencies; None for any other."""
    if not found.is_approved:
        return None
    told = _named(found) | {
        "description": found.description,
        "mainEntityOfPage": _absolute(found.get_absolute_url()),
    }
    if found.website:
        told["url"] = found.website
    if found.logo:
        told["logo"] = _absolute(found.logo_url)
    if found.photo:
        told["image"] = _absolute(found.photo_url)
    told |= {
        name: value
        for name, value in (
            ("legalName", found.legal_name),
            ("areaServed", found.region),
            ("knowsAbout", [row.competence.label for row in standing]),
            ("numberOfEmployees", _employees(found.size)),
        )
        if value
    }
    if found.umbrella_words:
        told["memberOf"] = {"@type": "Organization", "name": found.umbrella_words}
    addresses = [_address(site) for site in sites]
    if addresses:
        told["address"] = addresses[0] if len(addresses) == 1 else addresses
    return told


def listing(found: Listing) -> dict[str, Any] | None:
    """An open need or offer; None for any other.

    A Demand has no property for who has it: the organisation `seeks` it.
    """
    if not found.is_open:
        return None
    formats = [str(Format(value).label) for value in found.formats]
    told = {
        "@id": _absolute(found.get_absolute_url()),
        "url": _absolute(found.get_absolute_url()),
        "name": found.title,
        "description": found.description,
        "itemOffered": {
            "@type": "Service",
            "name": found.title,
            "serviceType": formats,
            "category": [competence.label for competence in found.competencies.all()],
        },
        "areaServed": {"@type": "Place", "address": _address(found.site)},
        "availabilityStarts": found.starts_on,
        "availabilityEnds": found.ends_on,
        "validThrough": found.valid_until,
    }
    if found.published_at:
        told["validFrom"] = found.published_at
    if isinstance(found, Need):
        return _named(found.organisation) | {"seeks": {"@type": "Demand"} | told}
    return {"@type": "Offer"} | told | {"offeredBy": _named(found.organisation)}


def _employees(size: str) -> dict[str, Any]:
    """ "10-49" and "250+" as a range; nothing where no size is given."""
    least, _separator, most = size.rstrip("+").partition("-")
    if not least:
        return {}
    told = {"@type": "QuantitativeValue", "minValue": int(least)}
    return told | {"maxValue": int(most)} if most else told


def _named(found: Organisation) -> dict[str, Any]:
    page = _absolute(found.get_absolute_url())
    return {"@type": _type_of(found), "@id": f"{page}#it", "name": found.name, "url": page}


def _type_of(found: Organisation) -> str:
    if found.kind == OrganisationKind.PUBLIC_BODY:
        return "GovernmentOrganization"
    if found.kind == OrganisationKind.PROVIDER:
        return "NGO"
    return "Corporation" if CORPORATION.search(found.legal_form) else "Organization"


def _address(site: Site) -> dict[str, str]:
    """Locality only: streets are not public."""
    return {
        "@type": "PostalAddress",
        "postalCode": site.postcode,
        "addressLocality": site.place,
        "addressCountry": "DE",
    }


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _has_page(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
