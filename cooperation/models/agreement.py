"""What both sides agree on, version by version."""

import hashlib
import json
import unicodedata
from datetime import date

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models.cooperation import Cooperation
from cooperation.models.sides import CooperationSide
from cooperation.querysets import AgreementVersionQuerySet
from matching.models.listing import PEOPLE_MAX
from profiles.models import Organisation

LONG, SHORT, LINE = 5000, 2000, 300
HOURS_MAX = 9999


def _text(label: str, longest: int) -> models.TextField:
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(longest)])


class AgreementVersion(models.Model):
    """One version of the agreement: a side's draft first, then a proposal that never changes again.

    A change after that is a new version. Both sides confirm one and the same version, each for
    itself, by its `sha256`; from then on it is in force until a later one is. A trigger refuses
    every other change to what was proposed (migration 0009). Written by `cooperation.agreements`.
    """

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="agreement_versions"
    )
    # None while it is a draft; then counted from 1 in each cooperation.
    number = models.PositiveSmallIntegerField(_("version"), null=True, editable=False)
    side = models.CharField(_("written by"), max_length=10, choices=CooperationSide.choices)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    # The newest version when the draft was begun: whoever writes on has seen it. 0 for none.
    based_on = models.PositiveSmallIntegerField(default=0, editable=False)

    title = models.CharField(_("title"), max_length=150, blank=True)
    goals = _text(_("goals"), LONG)
    tasks_seeking = _text(_("what the Träger does"), LONG)
    tasks_offering = _text(_("what the company does"), LONG)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    schedule = _text(_("days and times"), SHORT)
    place = _text(_("place"), LINE)
    people = models.PositiveSmallIntegerField(
        _("how many"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)],
    )
    participants = _text(_("who takes part"), SHORT)
    hours = models.PositiveSmallIntegerField(
        _("hours in all"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HOURS_MAX)],
    )
    contact_seeking = _text(_("contact person of the Träger"), LINE)
    contact_offering = _text(_("contact person of the company"), LINE)
    gives_back = _text(_("what the Träger gives back"), SHORT)
    in_kind = _text(_("things and rooms"), SHORT)
    costs = _text(_("costs"), SHORT)
    insurance = _text(_("insurance"), SHORT)
    data_protection = _text(_("data protection"), SHORT)
    confidentiality = _text(_("confidentiality"), SHORT)
    photos = _text(_("photos"), SHORT)
    not_part = _text(_("what is not part of it"), SHORT)
    falls_through = _text(_("if something comes in between"), SHORT)
    ending = _text(_("end and cancellation"), SHORT)

    # What is fixed when it is proposed.
    proposed_at = models.DateTimeField(_("proposed"), null=True, editable=False)
    proposed_by_name = models.CharField(max_length=150, blank=True, editable=False)
    seeking_name = models.CharField(max_length=150, blank=True, editable=False)
    offering_name = models.CharField(max_length=150, blank=True, editable=False)
    ground_rules = models.TextField(_("always holds"), blank=True, editable=False)
    sha256 = models.CharField(_("check sum"), max_length=64, blank=True, editable=False)

    # The names are kept as text too: what was confirmed outlives an account.
    confirmed_seeking_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    confirmed_seeking_name = models.CharField(max_length=150, blank=True, editable=False)
    confirmed_seeking_at = models.DateTimeField(
        _("confirmed by the Träger"), null=True, editable=False
    )
    confirmed_offering_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    confirmed_offering_name = models.CharField(max_length=150, blank=True, editable=False)
    confirmed_offering_at = models.DateTimeField(
        _("confirmed by the company"), null=True, editable=False
    )
    in_force_since = models.DateTimeField(_("in force since"), null=True, editable=False)
    superseded_at = models.DateTimeField(_("replaced"), null=True, editable=False)

    # What people write, in the order in which it is read.
    CONTENT_FIELDS = (
        "title", "goals", "tasks_seeking", "tasks_offering",
        "starts_on", "ends_on", "schedule", "place", "people", "participants", "hours",
        "contact_seeking", "contact_offering",
        "gives_back", "in_kind", "costs",
        "insurance", "data_protection", "confidentiality", "photos",
        "not_part", "falls_through", "ending",
    )  # fmt: skip
    # Without these nobody knows what was agreed.
    NEEDED_TO_PROPOSE = (
        "title", "goals", "tasks_seeking", "tasks_offering", "starts_on", "ends_on", "place",
        "people", "contact_seeking", "contact_offering", "not_part", "ending",
    )  # fmt: skip

    objects = AgreementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "number"],
                condition=models.Q(number__isnull=False),
                name="agreement_number_once",
            ),
            models.UniqueConstraint(
                fields=["cooperation", "side"],
                condition=models.Q(proposed_at__isnull=True),
                name="agreement_one_draft_a_side",
            ),
            models.UniqueConstraint(
                fields=["cooperation"],
                condition=models.Q(in_force_since__isnull=False, superseded_at__isnull=True),
                name="agreement_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_at__isnull=True, number__isnull=True, sha256="")
                | models.Q(proposed_at__isnull=False, number__gte=1, sha256__regex="^[0-9a-f]{64}$"),
                name="agreement_proposed_or_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_seeking_at__isnull=True, confirmed_offering_at__isnull=True)
                | models.Q(proposed_at__isnull=False),
                name="agreement_no_draft_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_since__isnull=True, superseded_at__isnull=True)
                | models.Q(
                    in_force_since__isnull=False,
                    confirmed_seeking_at__isnull=False,
                    confirmed_offering_at__isnull=False,
                ),
                name="agreement_in_force_confirmed",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_seeking_by=models.F("confirmed_offering_by")),
                name="agreement_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"))
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True),
                name="agreement_period_valid",
                violation_error_message=_("The end must not be before the beginning."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        # Only the head: the admin shows it to people who do not read what was agreed.
        return f"{self.seeking_name} – {self.offering_name} ({self.number or '–'})"

    def get_absolute_url(self) -> str:
        return reverse(
            "cooperation:agreement-version", args=[self.cooperation.public_id, self.number]
        )

    @property
    def contents(self) -> dict[str, object]:
        """What people have written, by field."""
        return {name: getattr(self, name) for name in self.CONTENT_FIELDS}

    @property
    def is_in_force(self) -> bool:
        return self.in_force_since is not None and self.superseded_at is None

    @property
    def is_confirmed_by_anybody(self) -> bool:
        return bool(self.confirmed_seeking_at or self.confirmed_offering_at)

    @property
    def short_sum(self) -> str:
        """The beginning of the check sum: enough to compare two sheets by eye."""
        return self.sha256[:12]

    @property
    def organisation(self) -> Organisation:
        """The organisation that wrote it."""
        if self.side == CooperationSide.SEEKING:
            return self.cooperation.seeking
        return self.cooperation.offering

    def is_confirmed_by(self, side: str) -> bool:
        return getattr(self, f"confirmed_{side}_at") is not None

    def computed_sum(self) -> str:
        """SHA-256 over everything that is agreed, in a form that does not depend on anything else.

        JSON with sorted keys and without spaces, text in NFC, days as 2027-05-31. Another name, sum
        or comma is another number; so is another cooperation or version.
        """
        names = ("number", "seeking_name", "offering_name", "ground_rules")
        told = self.contents | {name: getattr(self, name) for name in names}
        told |= {"cooperation": str(self.cooperation.public_id), "form": "agreement-1"}
        canonical = json.dumps(
            {name: _canonical(value) for name, value in told.items()},
            sort_keys=True,
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    return value.isoformat() if isinstance(value, date) else value
