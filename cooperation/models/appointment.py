"""When and where the two meet, and what both say about it afterwards."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.models.cooperation import Cooperation
from cooperation.models.sides import CooperationSide
from cooperation.querysets import AppointmentQuerySet

TITLE_MAX, PLACE_MAX, NOTE_MAX, CANCEL_REASON_MAX = 120, 300, 1000, 500
LONGEST = timedelta(hours=24)


class Says(models.TextChoices):
    """What a side answers to “Did it take place?”."""

    TOOK_PLACE = "took_place", _("It took place")
    DID_NOT = "did_not", _("It fell through")
    MOVED = "moved", _("It was moved")
    # Two kinds of falling through that name a side, without a word of blame.
    COULD_NOT_COME = "could_not_come", _("We could not come")
    NOBODY_CAME = "nobody_came", _("We were there, but nobody came")


FELL_THROUGH = frozenset({Says.DID_NOT, Says.COULD_NOT_COME, Says.NOBODY_CAME})


class Appointment(models.Model):
    """One meeting. Its `public_id` is the calendar's UID and stays; `sequence` grows with each change.

    Changes only through `cooperation.appointments`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="appointments"
    )
    # Appointments that were set together ("weekly until …") share it.
    series = models.UUIDField(null=True, editable=False)
    title = models.CharField(_("what it is about"), max_length=TITLE_MAX)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    # An address or a link to a video call. Shown as text: nobody is led away by a click.
    place = models.CharField(_("place"), max_length=PLACE_MAX, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_MAX, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    cancel_reason = models.TextField(_("reason"), max_length=CANCEL_REASON_MAX, blank=True)
    # Since when nobody has to be reminded, or asked, any more.
    reminded_at = models.DateTimeField(null=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    seeking_says = models.CharField(max_length=20, choices=Says.choices, blank=True)
    offering_says = models.CharField(max_length=20, choices=Says.choices, blank=True)
    # Who did not come. Written from both answers; for the two sides only.
    no_show_of = models.CharField(max_length=10, choices=CooperationSide.choices, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at"))
                & models.Q(ends_at__lte=models.F("starts_at") + LONGEST),
                name="appointment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(seeking_says__in=["", *Says.values])
                & models.Q(offering_says__in=["", *Says.values])
                & models.Q(no_show_of__in=["", *CooperationSide.values]),
                name="appointment_answers_known",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=False) | models.Q(cancel_reason=""),
                name="appointment_reason_only_if_cancelled",
            ),
            # A second press of the button sets nothing twice.
            models.UniqueConstraint(
                fields=["cooperation", "starts_at", "title"],
                condition=models.Q(cancelled_at=None),
                name="appointment_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["cooperation", "starts_at"], name="appointment_of_cooperation"),
            models.Index(
                fields=["starts_at"],
                condition=models.Q(cancelled_at=None, reminded_at=None),
                name="appointment_to_remind_of",
            ),
            models.Index(
                fields=["ends_at"],
                condition=models.Q(cancelled_at=None, asked_at=None),
                name="appointment_to_ask_about",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cooperation:appointment", args=[self.cooperation.public_id, self.public_id])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def duration(self) -> timedelta:
        """How long it lasts, by the clock on the wrist, not by the one on the wall."""
        return self.ends_at - self.starts_at

    @property
    def took_place(self) -> bool:
        """Whether both sides say so."""
        return self.seeking_says == self.offering_says == Says.TOOK_PLACE

    @property
    def waits_for_answers(self) -> bool:
        """Whether it is over and a side has not said yet what became of it."""
        return (
            self.is_over
            and not self.is_cancelled
            and not (self.seeking_says and self.offering_says)
        )

    @property
    def was_moved(self) -> bool:
        """Whether a side says that it was moved: then the new time is still missing."""
        return Says.MOVED in {self.seeking_says, self.offering_says}

    @property
    def may_be_changed(self) -> bool:
        """Whether its time may still change: not once it is cancelled or both were there."""
        if self.is_cancelled or self.took_place:
            return False
        return not self.is_over or self.was_moved or not (self.seeking_says and self.offering_says)

    def says(self, side: CooperationSide) -> str:
        """What `side` has answered; "" for nothing yet."""
        return self.seeking_says if side == CooperationSide.SEEKING else self.offering_says
