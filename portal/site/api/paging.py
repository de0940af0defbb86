"""Pages by key: the next one begins behind the last entry of this one.

Ordered by public id, which never changes: while entries come and go, nothing is skipped or told
twice, and the hundredth page costs as much as the first.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from profiles.places import Place

LIMIT, LIMIT_MAX = 50, 100


class ByPublicId(BasePagination):
    """`cursor` is the public id that the page begins behind, `limit` the number of entries."""

    PARAMETERS = ("cursor", "limit")
    next = ""
    around: Place | None = None

    def paginate_queryset(
        self, queryset: QuerySet, request: Request, view: APIView | None = None
    ) -> list[Any]:
        limit, cursor = _limit(request), _cursor(request)
        rows = queryset.order_by("public_id")
        if cursor:
            rows = rows.filter(public_id__gt=cursor)
        found = list(rows[: limit + 1])
        self.around = view.filterset.form.cleaned_data.get("place") if view else None
        if len(found) > limit:
            found.pop()
            query = request.query_params.copy()
            query["cursor"] = str(found[-1].public_id)
            self.next = f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
        return found

    def get_paginated_response(self, data: list) -> Response:
        frame = {"licence": settings.OPEN_DATA_LICENCE, "next": self.next or None}
        if self.around:
            place = self.around
            frame["around"] = {
                "postcode": place.postcode, "place": place.name, "land": place.land,
            }  # fmt: skip
        return Response(frame | {"results": data})

    def get_paginated_response_schema(self, schema: dict) -> dict:
        return {
            "type": "object",
            "required": ["licence", "next", "results"],
            "properties": {
                "licence": {"type": "string", "description": "Terms of use of these data."},
                "next": {
                    "type": "string",
                    "format": "uri",
                    "nullable": True,
                    "description": "Address of the next page; null on the last one.",
                },
                "around": {
                    "type": "object",
                    "description": "Only with `place`: what was understood by it.",
                    "required": ["postcode", "place", "land"],
                    "properties": {
                        name: {"type": "string"} for name in ("postcode", "place", "land")
                    },
                },
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict]:
        return [
            {
                "name": "cursor",
                "in": "query",
                "description": "Begin behind this entry. Taken from `next`; not made up.",
                "schema": {"type": "string", "format": "uuid"},
            },
            {
                "name": "limit",
                "in": "query",
                "description": "Entries a page.",
                "schema": {
                    "type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT,
                },
            },
        ]  # fmt: skip


def _limit(request: Request) -> int:
    given = request.query_params.get("limit", str(LIMIT))
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= LIMIT_MAX):
        raise ValidationError(
            {"limit": [_("Please give a number from 1 to %(most)s.") % {"most": LIMIT_MAX}]}
        )
    return int(given[:9])


def _cursor(request: Request) -> UUID | None:
    given = request.query_params.get("cursor")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        said = _("This is none of our cursors. Please begin with the first page.")
        raise ValidationError({"cursor": [said]}) from error


class Everything(ByPublicId):
    """For lists that do not grow: all of it, in the same frame."""

    PARAMETERS = ()

    def paginate_queryset(
        self, queryset: QuerySet, request: Request, view: APIView | None = None
    ) -> list[Any]:
        return list(queryset)

    def get_schema_operation_parameters(self, view: APIView) -> list[dict]:
        return []
