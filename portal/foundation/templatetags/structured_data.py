"""schema.org as JSON-LD: data blocks that search engines read and no browser runs."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Nothing that people wrote may end the block or begin another one.
ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.filter
def json_ld(data: Mapping[str, Any] | None) -> SafeString:
    """`data` as a data block; nothing without data."""
    if not data:
        return SafeString("")
    whole = {"@context": "https://schema.org", **data}
    text = json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.filter
def breadcrumb_list(trail: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The trail of a breadcrumb; the last step is the page itself and has no address."""
    steps = []
    known = (step for step in trail if isinstance(step, Mapping))
    for position, step in enumerate(known, start=1):
        item = {"@type": "ListItem", "position": position, "name": str(step["label"])}
        if step.get("href"):
            item["item"] = f"{settings.SITE_URL}{step['href']}"
        steps.append(item)
    return {"@type": "BreadcrumbList", "itemListElement": steps} if steps else {}
