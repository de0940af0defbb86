"""The fields of the open data. What is not named here is not told; nothing here is personal."""

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.models import Format, Need, Offer, TargetGroup
from matching.models.listing import Listing
from profiles.models import Competence, Organisation, Site, StandingCompetency, Verification


def absolute(path: str) -> str:
    """A public address; independent of the host name that a request came by."""
    return f"{settings.SITE_URL}{path}"


class SiteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Site
        fields = ("postcode", "place", "land")
        extra_kwargs = {"land": {"help_text": "ISO 3166-2 without “DE-”; may be empty."}}


class OrganisationSite(SiteSerializer):
    class Meta(SiteSerializer.Meta):
        fields = ("label", "postcode", "place", "land", "is_main")


class EntrySerializer(serializers.ModelSerializer):
    """The beginning and the end of each entry."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    url = serializers.SerializerMethodField(help_text="The page for people.")
    updated_at = serializers.DateTimeField(source="changed_at", read_only=True)

    @extend_schema_field(serializers.URLField())
    def get_url(self, entry: Organisation | Listing) -> str:
        return absolute(entry.get_absolute_url())


class StandingSerializer(serializers.ModelSerializer):
    competency = serializers.SlugRelatedField(
        source="competence",
        slug_field="slug",
        read_only=True,
        help_text="Slug of `/competencies/`.",
    )

    class Meta:
        model = StandingCompetency
        fields = ("competency", "level", "conditions")
        read_only_fields = fields


class VerificationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Verification
        fields = ("kind", "checked_on", "valid_until")
        read_only_fields = fields
        extra_kwargs = {"valid_until": {"help_text": "The last day on which it counts."}}


class OrganisationSerializer(EntrySerializer):
    logo = serializers.SerializerMethodField()
    competencies = serializers.SlugRelatedField(
        source="standing_competencies", slug_field="slug", many=True, read_only=True,
        help_text="What it offers standing: slugs of `/competencies/`.",
    )  # fmt: skip
    standing = StandingSerializer(
        many=True, read_only=True, help_text="The same competencies with level and conditions."
    )
    sites = OrganisationSite(many=True, read_only=True)
    verifications = VerificationSerializer(
        source="badges", many=True, read_only=True,
        help_text="What the Servicestelle has checked and what counts today.",
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = (
            "id", "url", "slug", "kind", "name", "legal_form", "legal_name", "description",
            "website", "logo", "logo_alt", "fields_of_work", "umbrella", "umbrella_name",
            "recognised_under_75", "recognised_on", "recognised_by", "tax_notice",
            "tax_notice_on", "industry", "size", "region", "competencies", "standing", "sites",
            "verifications", "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_logo(self, organisation: Organisation) -> str | None:
        return absolute(organisation.logo_url) if organisation.logo else None


class OrganisationReference(EntrySerializer):
    class Meta:
        model = Organisation
        fields = ("id", "url", "kind", "name")
        read_only_fields = fields


class ListingSerializer(EntrySerializer):
    organisation = OrganisationReference(read_only=True)
    site = SiteSerializer(read_only=True)
    competencies = serializers.SlugRelatedField(
        slug_field="slug", many=True, read_only=True, help_text="Slugs of `/competencies/`."
    )


LISTING = (
    "id", "url", "title", "description", "organisation", "site", "competencies", "formats",
    "target_groups", "radius_km", "remote_ok", "starts_on", "ends_on", "languages",
    "published_at", "valid_until",
)  # fmt: skip


class NeedSerializer(ListingSerializer):
    formats = serializers.ListField(
        child=serializers.ChoiceField(Format.choices), help_text="The wished one first."
    )
    target_groups = serializers.SerializerMethodField()

    class Meta:
        model = Need
        fields = (
            *LISTING, "people_needed", "contact_with_minors", "gives_back", "max_group_size",
            "lead_time_days", "updated_at",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(TargetGroup.choices)))
    def get_target_groups(self, need: Need) -> list[str]:
        return [need.target_group]


class OfferSerializer(ListingSerializer):
    capacity_left = serializers.IntegerField(
        read_only=True, help_text="How many are still possible."
    )
    lead_time_days = serializers.IntegerField(source="min_notice_days", read_only=True)

    class Meta:
        model = Offer
        fields = (*LISTING, "capacity", "capacity_left", "excludes", "lead_time_days", "updated_at")
        read_only_fields = fields
        extra_kwargs = {"target_groups": {"help_text": "Empty: for everybody."}}


class CompetenceSerializer(serializers.ModelSerializer):
    group = serializers.SlugRelatedField(
        source="parent", slug_field="slug", read_only=True, allow_null=True,
        help_text="Slug of its group; null for a group.",
    )  # fmt: skip

    class Meta:
        model = Competence
        fields = (
            "slug", "group", "resource_kind", "label_de", "label_en", "synonyms_de", "synonyms_en",
            "description_de", "description_en",
        )  # fmt: skip
        read_only_fields = fields


class WrongParameter(serializers.Serializer):
    parameter = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="A sentence for a person.")
    errors = WrongParameter(many=True, required=False)
