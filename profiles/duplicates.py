"""Is an organisation that registers already here? A hint, never an obstacle."""

import re
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from django.db.models import Q

from profiles.models import Organisation
from profiles.registration import UMLAUTS

LEGAL_FORMS = re.compile(
    r"\b(gGmbH|GmbH|gUG|UG|AG|KG|OHG|GbR|SE|eG|e\.?\s?V\.?|e\.?\s?K\.?|mbH|Co\.?|Stiftung"
    r"|haftungsbeschränkt|gemeinnützige[rns]?|PartG|mbB)(?=\W|$)",
    re.IGNORECASE,
)
# From the demo data: below, different houses of one Träger begin to look alike.
SAME_NAME = 0.86
CANDIDATES = 200
SHOWN = 5


def similar_to(organisation: Organisation) -> list[Organisation]:
    """Approved organisations with nearly the same name, or with the same website."""
    name, host = key(organisation.name), _host(organisation.website)
    longest = max(re.findall(r"\w+", LEGAL_FORMS.sub(" ", organisation.name)), key=len, default="")
    may_be = Q(name__icontains=longest) if longest else Q()
    if host:
        may_be |= Q(website__icontains=host)
    candidates = Organisation.objects.approved().filter(may_be).exclude(pk=organisation.pk)
    close = [
        (SequenceMatcher(a=name, b=key(other.name)).ratio(), other)
        for other in candidates.order_by("pk")[:CANDIDATES]
    ]
    close = [
        (ratio, other)
        for ratio, other in close
        if ratio >= SAME_NAME or (host and host == _host(other.website))
    ]
    return [other for _ratio, other in sorted(close, key=lambda pair: -pair[0])][:SHOWN]


def key(name: str) -> str:
    """The name without what people leave out: "Jugendtreff Süd gGmbH" → "jugendtreff sued"."""
    words = re.findall(r"\w+", LEGAL_FORMS.sub(" ", name).translate(UMLAUTS).casefold())
    return " ".join(words)


def _host(website: str) -> str:
    return (urlsplit(website).hostname or "").removeprefix("www.")
