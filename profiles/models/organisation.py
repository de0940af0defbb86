"""Organisations: Träger, companies and public bodies, and where their review stands."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.foundation.uploads.serving import address_of
from portal.foundation.uploads.sized import PHOTO, SizedPictureField
from profiles import freshness, identifiers, identity
from profiles.logos import LOGO
from profiles.models.competence import Competence
from profiles.models.legal import TaxNotice, Umbrella
from profiles.querysets import OrganisationQuerySet

if TYPE_CHECKING:
    from profiles.models.user import User

DESCRIPTION_MAX = 4000
# No recognition and no notice is older or comes later; a slip of the year is.
PLAUSIBLE = (date(1900, 1, 1), date(2199, 12, 31))
# The stored keys, and the fields that each is made of.
IDENTITY = {
    "name_key": {"name"},
    "register_key": {"register_court", "register_number"},
    "vat_key": {"vat_id"},
    "domains": {"website", "contact_email"},
}


class OrganisationKind(models.TextChoices):
    PROVIDER = "provider", _("Youth welfare organisation")
    COMPANY = "company", _("Company")
    PUBLIC_BODY = "public_body", _("Public body")


class ReviewStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned with a comment")
    SUSPENDED = "suspended", _("Suspended")


class FieldOfWork(models.TextChoices):
    """Fields of youth welfare work; the paragraphs are those of SGB VIII."""

    YOUTH_WORK = "youth_work", _("Youth work (§ 11)")
    YOUTH_ASSOCIATIONS = "youth_associations", _("Youth associations (§ 12)")
    YOUTH_SOCIAL_WORK = "youth_social_work", _("Youth social work (§ 13)")
    SCHOOL_SOCIAL_WORK = "school_social_work", _("School social work (§ 13a)")
    YOUTH_PROTECTION = "youth_protection", _("Protection of children and youth (§ 14)")
    FAMILY_SUPPORT = "family_support", _("Family support (§ 16)")
    DAYCARE = "daycare", _("Day care (§§ 22–26)")
    CHILDMINDING = "childminding", _("Childminding (§ 23)")
    EDUCATIONAL_SUPPORT = "educational_support", _("Educational support (§§ 27–35)")
    RESIDENTIAL_CARE = "residential_care", _("Residential care (§ 34)")
    INTEGRATION_SUPPORT = "integration_support", _("Integration support (§ 35a)")
    COMMUNITY_WORK = "community_work", _("Community work")


class CompanySize(models.TextChoices):
    UNKNOWN = "", _("not given")
    MICRO = "1-9", _("1 to 9 people")
    SMALL = "10-49", _("10 to 49 people")
    MEDIUM = "50-249", _("50 to 249 people")
    LARGE = "250+", _("250 people and more")


class Organisation(models.Model):
    """A body that seeks or offers support. What is public is decided by its review status."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    is_intermediary = models.BooleanField(
        _("intermediary"),
        default=False,
        help_text=_("May act for other organisations that give it a mandate."),
    )
    name = models.CharField(_("name"), max_length=150)
    legal_name = models.CharField(_("name in the register"), max_length=200, blank=True)
    # Mostly one of LegalForm, but law knows more of them than a list should.
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    description = models.TextField(
        _("description"), blank=True, validators=[MaxLengthValidator(DESCRIPTION_MAX)]
    )
    website = models.URLField(_("website"), max_length=200, blank=True)
    register_court = models.CharField(_("register court"), max_length=80, blank=True)
    register_number = models.CharField(
        _("register number"), max_length=30, blank=True, help_text=_("Such as VR 1234 or HRB 5678.")
    )
    vat_id = models.CharField(
        _("VAT identification number"),
        max_length=20,
        blank=True,
        help_text=_("Such as DE 123456788."),
    )
    umbrella = models.CharField(
        _("umbrella organisation"), max_length=20, choices=Umbrella.choices, blank=True
    )
    umbrella_name = models.CharField(_("name of its branch"), max_length=120, blank=True)
    recognised_under_75 = models.BooleanField(_("recognised under § 75 SGB VIII"), default=False)
    recognised_on = models.DateField(_("recognised on"), null=True, blank=True)
    recognised_by = models.CharField(_("recognised by"), max_length=120, blank=True)
    tax_notice = models.CharField(
        _("charitable status"), max_length=20, choices=TaxNotice.choices, blank=True
    )
    tax_notice_on = models.DateField(_("date of the notice"), null=True, blank=True)
    # How it is recognised (`profiles.identity`), kept by `save` for finding it among many.
    name_key = models.CharField(max_length=300, blank=True, default="", editable=False)
    register_key = models.CharField(max_length=200, blank=True, default="", editable=False)
    vat_key = models.CharField(max_length=30, blank=True, default="", editable=False)
    domains = ArrayField(models.CharField(max_length=200), blank=True, default=list, editable=False)
    logo = SizedPictureField(_("logo"), sizes=LOGO, upload_to="logos/", blank=True)
    logo_alt = models.CharField(
        _("what the logo shows"), max_length=160, blank=True, default="", db_default=""
    )
    photo = SizedPictureField(
        _("photo"),
        sizes=PHOTO,
        upload_to="photos/organisations/",
        blank=True,
        default="",
        db_default="",
    )
    photo_alt = models.CharField(
        _("what the photo shows"), max_length=160, blank=True, default="", db_default=""
    )
    photo_by = models.CharField(
        _("who took the photo"), max_length=100, blank=True, default="", db_default=""
    )
    fields_of_work = ArrayField(
        models.CharField(max_length=30, choices=FieldOfWork.choices),
        verbose_name=_("fields of work"),
        default=list,
        blank=True,
    )
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    size = models.CharField(_("size"), max_length=10, choices=CompanySize.choices, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    standing_competencies = models.ManyToManyField(
        Competence,
        through="profiles.StandingCompetency",
        verbose_name=_("competencies it offers standing"),
        related_name="standing_at",
        blank=True,
    )
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_role = models.CharField(_("role"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=ReviewStatus.choices,
        default=ReviewStatus.DRAFT,
        editable=False,
    )
    review_comment = models.TextField(_("comment of the Servicestelle"), blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    # When somebody last said by a change or a word that the profile is true, and when to ask.
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now, editable=False)
    ask_at = models.DateTimeField(default=freshness.first_asked_at, editable=False)
    # The transaction that last changed the row, kept by a trigger; the matching index catches up
    # by it, safely with transactions that commit out of order.
    changed_xid = models.BigIntegerField(default=0, editable=False, db_index=True)
    # When something of what everybody may read last changed; kept by triggers.
    changed_at = models.DateTimeField(
        _("changed"), default=timezone.now, editable=False, db_index=True
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            models.Index(fields=["status", "kind"]),
            models.Index(
                fields=["submitted_at"],
                condition=models.Q(status="submitted"),
                name="organisation_waiting",
            ),
            models.Index(fields=["register_key"], name="organisation_register_key"),
            models.Index(fields=["vat_key"], name="organisation_vat_key"),
            GinIndex(fields=["domains"], name="organisation_domains"),
            GinIndex(
                fields=["name_key"], name="organisation_name_alike", opclasses=["gin_trgm_ops"]
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ReviewStatus.values),
                name="organisation_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(umbrella__in=Umbrella.values), name="organisation_umbrella_known"
            ),
            models.CheckConstraint(
                condition=models.Q(recognised_under_75=True)
                | models.Q(recognised_on=None, recognised_by=""),
                name="organisation_recognition_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(recognised_on=None) | models.Q(recognised_on__range=PLAUSIBLE),
                name="organisation_recognition_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(tax_notice="", tax_notice_on=None)
                # “Unknown” would pass: a range alone lets an empty day through.
                | models.Q(
                    tax_notice__in=TaxNotice.values[1:],
                    tax_notice_on__isnull=False,
                    tax_notice_on__range=PLAUSIBLE,
                ),
                name="organisation_tax_notice_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(photo="") | ~models.Q(photo_alt=""),
                name="organisation_photo_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(
        self, *args: object, update_fields: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        """Keeps the keys by which it is recognised in step with what they are made of."""
        self.note_identity()
        if update_fields is not None:
            update_fields = {*update_fields}
            for key, sources in IDENTITY.items():
                update_fields |= {key} if update_fields & sources else set()
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("profiles:organisation", args=[self.slug])

    def note_identity(self) -> None:
        """Make the keys anew; `save` does it, and whoever writes many rows at once should."""
        self.name_key = identity.name_key(self.name)
        self.register_key = identity.register_key(self.register_court, self.register_number)
        self.vat_key = identity.vat_key(self.vat_id)
        self.domains = identity.domains(website=self.website, email=self.contact_email)

    @property
    def logo_url(self) -> str:
        """Where the logo is served, with a version so that it may be cached; "" without one."""
        return address_of(self.logo, "profiles:logo", self.slug)

    @property
    def logo_words(self) -> str:
        """What the logo shows, for people who do not see it."""
        return self.logo_alt or gettext("Logo of %(name)s") % {"name": self.name}

    @property
    def photo_url(self) -> str:
        """Where the photo is served, with its version; "" without one."""
        return address_of(self.photo, "profiles:photo", self.slug)

    @property
    def is_approved(self) -> bool:
        """Whether the Servicestelle approved it: only then is it public and may publish."""
        return self.status == ReviewStatus.APPROVED

    @property
    def months_unconfirmed(self) -> int:
        """For how many months nobody confirmed the profile; 0 while that need not be shown."""
        return freshness.months_unconfirmed(self.confirmed_at) if self.is_approved else 0

    @property
    def is_to_confirm(self) -> bool:
        """Whether its members are asked to say that the profile is still true."""
        return self.is_approved and self.confirmed_at <= timezone.now() - freshness.ASK_AFTER

    def note_confirmed(self) -> None:
        """Somebody says now that the profile is true; the caller saves it."""
        self.confirmed_at = timezone.now()
        self.ask_at = self.confirmed_at + freshness.ASK_AFTER

    @property
    def is_suspended(self) -> bool:
        return self.status == ReviewStatus.SUSPENDED

    @property
    def may_post_needs(self) -> bool:
        """Träger and public bodies seek support."""
        return self.kind in {OrganisationKind.PROVIDER, OrganisationKind.PUBLIC_BODY}

    @property
    def may_post_offers(self) -> bool:
        """Companies and public bodies offer support."""
        return self.kind in {OrganisationKind.COMPANY, OrganisationKind.PUBLIC_BODY}

    @property
    def shown_phone(self) -> str:
        """The contact person's number as people here write it."""
        return identifiers.shown_phone(self.contact_phone)

    @property
    def umbrella_words(self) -> str:
        """The umbrella organisation and its branch, as far as they are given."""
        named = self.get_umbrella_display() if self.umbrella not in {"", Umbrella.OTHER} else ""
        return ", ".join(filter(None, (str(named), self.umbrella_name)))

    @property
    def recognition_words(self) -> str:
        """The recognition under § 75 SGB VIII with its day and authority; "" without one."""
        if not self.recognised_under_75:
            return ""
        words = _("Recognised under § 75 SGB VIII")
        if self.recognised_on:
            words = gettext("Recognised under § 75 SGB VIII since %(day)s") % {
                "day": date_format(self.recognised_on)
            }
        return f"{words} ({self.recognised_by})" if self.recognised_by else str(words)

    @property
    def tax_notice_words(self) -> str:
        """That it is charitable, by which notice and of when; "" without one."""
        if not self.tax_notice:
            return ""
        return gettext("Charitable: %(notice)s of %(day)s") % {
            "notice": self.get_tax_notice_display(),
            "day": date_format(self.tax_notice_on),
        }

    def is_acted_on_behalf_by(self, user: "User") -> bool:
        """Whether `user` acts for this organisation by a mandate, without being a member."""
        from profiles.models.team import Mandate

        if self.memberships.filter(user=user).exists():
            return False
        return Mandate.objects.in_force().held_by(user).filter(principal=self).exists()


class FormerOrganisation(models.Model):
    """An organisation that was merged into another: its old address leads there."""

    public_id = models.UUIDField(unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="former_ones",
    )
    # What it said of itself, so that a value that was not kept can still be looked up. Nothing of
    # the contact person: that is deleted with the merge.
    values = models.JSONField(default=dict)
    merged_at = models.DateTimeField(_("merged"), auto_now_add=True)

    class Meta:
        verbose_name = _("merged organisation")
        verbose_name_plural = _("merged organisations")

    def __str__(self) -> str:
        return self.name
