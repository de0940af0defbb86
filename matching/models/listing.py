"""What needs and offers have in common: a text, a place, a time, a life cycle, a due match."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.freshness.rules import ASK_AFTER, first_asked_at
from matching.models.choices import Language, ListingStatus
from profiles.models import Competence, Organisation, Site

if TYPE_CHECKING:
    from profiles.models.user import User

TITLE_MAX = 120
DESCRIPTION_MAX = 5000
RADIUS_MAX = 1000
PEOPLE_MAX = 999


def german() -> list[str]:
    """Default languages of a listing."""
    return [Language.DE]


class Listing(models.Model):
    """Abstract base of Need and Offer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="%(class)ss",
    )
    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    title = models.CharField(_("title"), max_length=TITLE_MAX)
    description = models.TextField(
        _("description"), validators=[MaxLengthValidator(DESCRIPTION_MAX)]
    )
    competencies = models.ManyToManyField(
        Competence, verbose_name=_("competencies"), related_name="%(class)ss", blank=True
    )
    radius_km = models.PositiveSmallIntegerField(
        _("radius in km"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(RADIUS_MAX)],
        help_text=_("Leave empty for “distance does not matter”."),
    )
    remote_ok = models.BooleanField(_("possible online or by phone"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language.choices),
        verbose_name=_("languages"),
        default=german,
    )

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=ListingStatus.choices,
        default=ListingStatus.DRAFT,
        editable=False,
    )
    review_comment = models.TextField(_("comment of the Servicestelle"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    posted_by_agent = models.CharField(
        _("posted on behalf by"), max_length=150, blank=True, editable=False
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    valid_until = models.DateField(_("last valid day"), null=True, editable=False)
    # When somebody last said by posting, changing or confirming that it is true; shown when it gets
    # old. `ask_at` is when to ask (`matching.freshness`); null while a question waits for an answer.
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now, editable=False)
    ask_at = models.DateTimeField(null=True, default=first_asked_at, editable=False)
    # The steps of posting whose answers the author has sent, by their words in the address: what
    # stands in the others is proposed by the portal (`matching.views.posting.progress`).
    steps_seen = ArrayField(
        models.CharField(max_length=30), default=list, db_default=[], blank=True, editable=False
    )
    # An outside identifier that makes an import repeatable; "" for what was posted in the portal.
    import_key = models.CharField(max_length=120, blank=True, editable=False)

    # Matching: due when `matching_due_at` has passed; the generation tells a task whether the
    # listing changed again while it worked.
    matching_due_at = models.DateTimeField(_("matching due"), null=True, editable=False)
    matching_generation = models.PositiveIntegerField(default=0, editable=False)
    matching_attempts = models.PositiveSmallIntegerField(
        _("matching attempts"), default=0, editable=False
    )
    # What would help while nothing fits, see `matching.hints`; empty as long as something does.
    matching_hints = models.JSONField(default=dict, blank=True, editable=False)
    matching_error = models.TextField(_("matching error"), blank=True, editable=False)
    matched_at = models.DateTimeField(_("last matched"), null=True, editable=False)
    changed_xid = models.BigIntegerField(default=0, editable=False, db_index=True)
    # When something of what everybody may read last changed; kept by triggers.
    changed_at = models.DateTimeField(
        _("changed"), default=timezone.now, editable=False, db_index=True
    )

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["status", "valid_until"]),
            models.Index(
                fields=["submitted_at"],
                condition=models.Q(status="submitted"),
                name="%(class)s_waiting",
            ),
            models.Index(
                fields=["matching_due_at"],
                condition=models.Q(matching_due_at__isnull=False),
                name="%(class)s_matching_due",
            ),
            models.Index(
                fields=["ask_at"],
                condition=models.Q(ask_at__isnull=False, status="published"),
                name="%(class)s_ask_at",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="%(class)s_period_valid",
                violation_error_message=_("The end must not be before the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ListingStatus.values), name="%(class)s_status_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(valid_until__isnull=False),
                name="%(class)s_published_has_last_day",
            ),
            models.UniqueConstraint(
                fields=["import_key"],
                condition=~models.Q(import_key=""),
                name="%(class)s_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open_on(self, day: date) -> bool:
        """Published and still valid on `day` (last valid day included)."""
        return (
            self.status == ListingStatus.PUBLISHED
            and self.valid_until is not None
            and self.valid_until >= day
        )

    @property
    def is_open(self) -> bool:
        """Whether it can be answered today."""
        return self.is_open_on(timezone.localdate()) and self.organisation.is_approved

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: published now, or once and kept for its address."""
        return self.published_at is not None and self.status in {
            ListingStatus.PUBLISHED,
            ListingStatus.PAUSED,
            ListingStatus.FULFILLED,
            ListingStatus.CLOSED,
            ListingStatus.EXPIRED,
        }

    @property
    def is_ageing(self) -> bool:
        """Whether readers should see how old it is: open, and long not confirmed."""
        return self.is_open and self.confirmed_at <= timezone.now() - ASK_AFTER

    @property
    def is_to_confirm(self) -> bool:
        """Whether its members are asked to say that it is still true."""
        return self.is_open and (self.ask_at is None or self.is_ageing)

    def note_confirmed(self) -> None:
        """Somebody says now that it is true; the caller saves it."""
        self.confirmed_at = timezone.now()
        self.ask_at = self.confirmed_at + ASK_AFTER

    def is_acted_on_behalf_by(self, user: "User") -> bool:
        """Whether `user` acts for the organisation by a mandate."""
        return self.organisation.is_acted_on_behalf_by(user)
