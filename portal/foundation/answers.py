"""What a person has sent with a form."""

from django.core.validators import slug_re
from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The answers of a form that was sent, even if all are empty; None if it is only opened."""
    return request.POST if request.method == "POST" else None


def sent_slug(request: HttpRequest, name: str) -> str:
    """A slug that a list or a button has sent; "" for whatever is none."""
    value = request.POST.get(name, "")
    return value if slug_re.match(value) else ""
