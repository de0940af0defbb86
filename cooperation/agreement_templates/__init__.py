"""What a first agreement says: one German file a format, filled in with what is known already.

Agreements are German whatever language a reader has chosen: both sides confirm one and the same text.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from django.utils import timezone

from cooperation.models import AgreementVersion, Cooperation, CooperationSide
from cooperation.models.agreement import LINE
from matching.models.listing import Listing
from profiles.models import Organisation, Site

HERE = Path(__file__).parent


@cache
def template(format_: str) -> dict[str, str]:
    """The texts for a format; what it does not say is as in common.toml."""
    texts: dict[str, str] = {}
    for name in ("common", format_):
        found = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
        texts |= {key: text.strip() for key, text in found.items()}
    return texts


def ground_rules(cooperation: Cooperation) -> str:
    """What always holds and nobody can take out: no replaced professionals, no money."""
    return _told(template(cooperation.format)["ground_rules"], _words(cooperation))


def filled_in(cooperation: Cooperation) -> dict[str, object]:
    """A value for every field of the agreement: the texts of the format, the facts of the listings."""
    enquiry = cooperation.enquiry
    texts, words = template(cooperation.format), _words(cooperation)
    values: dict[str, object] = {
        name: _told(texts[name], words) for name in AgreementVersion.CONTENT_FIELDS if name in texts
    }
    starts_on, ends_on = _period([row for row in (enquiry.need, enquiry.offer) if row])
    values |= {
        "title": words["title"],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "place": _place(cooperation, texts["place_of"]),
        "people": enquiry.people,
        "hours": None,
        "contact_seeking": contact_line(cooperation.seeking),
        "contact_offering": contact_line(cooperation.offering),
    }
    if enquiry.need and enquiry.need.gives_back:
        values["gives_back"] = enquiry.need.gives_back
    return values


def contact_line(organisation: Organisation) -> str:
    """Its contact person in one line; both sides have accepted, so both may read it."""
    name, role = organisation.contact_name, organisation.contact_role
    parts = (f"{name} ({role})" if name and role else name or role,
             organisation.shown_phone, organisation.contact_email)  # fmt: skip
    return ", ".join(part for part in parts if part)[:LINE]


def _told(text: str, words: dict[str, str]) -> str:
    """`text` with the names in it; a name such as “Jugendhaus e. V.” ends a sentence by itself."""
    told = text.format_map(words)
    for name in words.values():
        if name.endswith("."):
            told = told.replace(f"{name}.", name)
    return told


def _words(cooperation: Cooperation) -> dict[str, str]:
    return {
        "seeking": cooperation.seeking.name,
        "offering": cooperation.offering.name,
        "title": str(cooperation.enquiry),
    }


def _period(listings: list[Listing]) -> tuple[date, date | None]:
    """The days on which both can, from today on; no end when they do not overlap any more."""
    starts_on = max(timezone.localdate(), *(row.starts_on for row in listings))
    ends_on = min(row.ends_on for row in listings)
    return starts_on, ends_on if ends_on >= starts_on else None


def _place(cooperation: Cooperation, side: str) -> str:
    enquiry = cooperation.enquiry
    at_seeking = side == CooperationSide.SEEKING
    host = cooperation.seeking if at_seeking else cooperation.offering
    listing = enquiry.need if at_seeking else enquiry.offer
    site = listing.site if listing else host.sites.order_by("-is_main", "pk").first()
    return (f"{host.name}, {_address(site)}" if site else host.name)[:LINE]


def _address(site: Site) -> str:
    parts = (site.label, site.street, f"{site.postcode} {site.place}")
    return ", ".join(part for part in parts if part)
