"""What a person has sent with a form."""

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The answers of a form that was sent, even if all are empty; None if it is only opened."""
    return request.POST if request.method == "POST" else None
