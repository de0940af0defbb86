"""Lists and single entries of the open data."""

from collections.abc import Callable

from django.db.models import Prefetch, QuerySet
from django.utils.http import http_date
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.generics import GenericAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from matching.models import Need, Offer
from portal.site.api import filters, serializers
from portal.site.api.paging import ByPublicId, Everything
from portal.site.api.problems import CONTENT_TYPE
from portal.site.api.throttling import ByAddress
from profiles.models import Competence, Organisation, Site, StandingCompetency

IN_ORDER = Competence.objects.order_by("slug")
NOT_MODIFIED = OpenApiResponse(description="Not modified since your `If-None-Match`.")
PROBLEMS = {
    (status, CONTENT_TYPE): OpenApiResponse(serializers.Problem, description)
    for status, description in (
        (400, "A parameter is wrong or unknown; `errors` names it."),
        (404, "There is no such entry, or it is not public any more."),
        (429, "Too many requests; `Retry-After` gives the seconds to wait."),
    )
}


class JsonOnly(BaseContentNegotiation):
    """Whatever is asked for, the answer is JSON: there is nothing else."""

    def select_parser(self, request: Request, parsers: list) -> None:
        return None

    def select_renderer(
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class OpenDataViewSet(ReadOnlyModelViewSet):
    """One kind of entry."""

    http_method_names = ["get", "head"]
    content_negotiation_class = JsonOnly
    throttle_classes = [ByAddress]
    filter_backends = [filters.RefusingFilterBackend]
    pagination_class = ByPublicId
    lookup_field = "public_id"
    lookup_url_kwarg = "id"

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        entry = self.get_object()
        headers = {"Last-Modified": http_date(entry.changed_at.timestamp())}
        return Response(self.get_serializer(entry).data, headers=headers)


def _described(one: str, many: str) -> Callable[[type[GenericAPIView]], type[GenericAPIView]]:
    def responses(problems: tuple[int, ...]) -> dict:
        told = {key: value for key, value in PROBLEMS.items() if key[0] in problems}
        return {304: NOT_MODIFIED} | told

    def describe(view: type[GenericAPIView]) -> type[GenericAPIView]:
        serializer = view.serializer_class
        methods = {
            "list": extend_schema(
                operation_id=f"list_{view.queryset.model._meta.model_name}",
                summary=many,
                description="",
                responses={200: serializer(many=True)} | responses((400, 429)),
            )
        }
        if view.pagination_class is not Everything:
            methods["retrieve"] = extend_schema(
                operation_id=f"get_{view.queryset.model._meta.model_name}",
                summary=one,
                description="",
                responses={200: serializer} | responses((404, 429)),
            )
        return extend_schema_view(**methods)(view)

    return describe


@_described("One organisation", "Approved organisations")
class OrganisationViewSet(OpenDataViewSet):
    queryset = Organisation.objects.all()
    serializer_class = serializers.OrganisationSerializer
    filterset_class = filters.OrganisationFilter

    def get_queryset(self) -> QuerySet[Organisation]:
        sites = Site.objects.order_by("-is_main", "postcode", "pk")
        standing = StandingCompetency.objects.select_related("competence")
        return (
            Organisation.objects.approved()
            .with_badges()
            .prefetch_related(
                Prefetch("sites", sites),
                Prefetch("standing_competencies", IN_ORDER),
                Prefetch("standing", standing.order_by("competence__slug")),
            )
        )


class ListingViewSet(OpenDataViewSet):
    def get_queryset(self) -> QuerySet[Need] | QuerySet[Offer]:
        return (
            self.queryset.model.objects.open()
            .select_related("organisation", "site")
            .prefetch_related(Prefetch("competencies", IN_ORDER))
        )


@_described("One need", "Open needs")
class NeedViewSet(ListingViewSet):
    queryset = Need.objects.all()
    serializer_class = serializers.NeedSerializer
    filterset_class = filters.NeedFilter


@_described("One offer", "Open offers")
class OfferViewSet(ListingViewSet):
    queryset = Offer.objects.all()
    serializer_class = serializers.OfferSerializer
    filterset_class = filters.OfferFilter


@_described("", "The taxonomy: groups and the competencies within them")
class CompetenceViewSet(OpenDataViewSet):
    queryset = Competence.objects.select_related("parent").order_by("slug")
    serializer_class = serializers.CompetenceSerializer
    filterset_class = filters.CompetenceFilter
    pagination_class = Everything
