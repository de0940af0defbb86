"""The first contact between two organisations: the enquiry."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.querysets import EnquiryQuerySet
from matching.models import Need, Offer, Side
from matching.models.listing import PEOPLE_MAX
from profiles.models import Organisation

if TYPE_CHECKING:
    from profiles.models import User

MESSAGE_MAX = 3000


class EnquiryStatus(models.TextChoices):
    INTRODUCED = "introduced", _("Introduced by the Servicestelle")
    OPEN = "open", _("Waiting for an answer")
    WAITING = "waiting", _("On the waiting list")
    PLACE_OFFERED = "place_offered", _("A place is free")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Ended without an answer")


# Somebody still has to act. There is one of these per pair.
UNDECIDED = (
    EnquiryStatus.INTRODUCED, EnquiryStatus.OPEN, EnquiryStatus.WAITING,
    EnquiryStatus.PLACE_OFFERED,
)  # fmt: skip


class Enquiry(models.Model):
    """One side asks the other about a need, an offer, or the pair of both. One open one per pair.

    `opened_from` says which side asked: the offering one ("I can help with your need") or the
    seeking one ("we would like your offer"). The other side owes the answer by `answer_by`. When
    the Servicestelle introduces the two, that side is asked first; once it wants to, it is the
    sender as always. What may happen when stands in `cooperation.machine`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    seeking = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="enquiries_seeking"
    )
    offering = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="enquiries_offering"
    )
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="enquiries"
    )
    opened_from = models.CharField(max_length=10, choices=Side.choices)
    message = models.TextField(_("message"), max_length=MESSAGE_MAX)
    people = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(PEOPLE_MAX)]
    )
    status = models.CharField(
        _("status"), max_length=20, choices=EnquiryStatus.choices, default=EnquiryStatus.OPEN
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    answer_by = models.DateField(_("answer due by"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.TextField(_("answer"), max_length=MESSAGE_MAX, blank=True)
    introduced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Its place in the waiting list, and until when a freed place is kept for it.
    waiting_since = models.DateTimeField(null=True, editable=False)
    place_kept_until = models.DateTimeField(null=True, editable=False)
    # How much of the offer's capacity is promised to it: while a place is kept, and once accepted.
    holds = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_on = models.DateField(null=True, editable=False)
    # When the Servicestelle was asked to look after it, because nobody answered.
    escalated_at = models.DateTimeField(null=True, editable=False)
    # The receiving side may ask for more time once.
    extended_at = models.DateTimeField(null=True, editable=False)
    # Since when the Servicestelle reads along because a side has invited it; None when it does not.
    servicedesk_reads_since = models.DateTimeField(null=True, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(need__isnull=False) | models.Q(offer__isnull=False),
                name="enquiry_about_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(seeking=models.F("offering")), name="enquiry_between_two"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=EnquiryStatus.values), name="enquiry_status_known"
            ),
            models.UniqueConstraint(
                fields=["seeking", "offering", "need", "offer"],
                condition=models.Q(status__in=["introduced", "open", "waiting", "place_offered"]),
                nulls_distinct=False,
                name="enquiry_one_undecided_per_pair",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_by"],
                condition=models.Q(status__in=["introduced", "open"]),
                name="enquiry_answer_due",
            ),
            models.Index(
                fields=["offer", "waiting_since"],
                condition=models.Q(status="waiting"),
                name="enquiry_waiting_list",
            ),
        ]

    def __str__(self) -> str:
        return str(self.need or self.offer)

    def get_absolute_url(self) -> str:
        return reverse("cooperation:enquiry", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether the receiving side owes an answer."""
        return self.status == EnquiryStatus.OPEN

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED

    @property
    def is_overdue(self) -> bool:
        """Whether an answer is owed and its day is over."""
        return (
            self.status in {EnquiryStatus.OPEN, EnquiryStatus.INTRODUCED}
            and self.answer_by < timezone.localdate()
        )

    @property
    def is_accepted(self) -> bool:
        return self.status == EnquiryStatus.ACCEPTED

    @property
    def owes_the_answer(self) -> Organisation | None:
        """Whose turn it is; None when it is nobody's (waiting list) or all is decided."""
        if self.status == EnquiryStatus.OPEN:
            return self.receiver
        if self.status == EnquiryStatus.INTRODUCED:
            return self.sender
        return self.seeking if self.status == EnquiryStatus.PLACE_OFFERED else None

    @property
    def sender(self) -> Organisation:
        """The organisation that asked."""
        return self.offering if self.opened_from == Side.OFFER else self.seeking

    @property
    def receiver(self) -> Organisation:
        """The organisation that owes the answer."""
        return self.seeking if self.opened_from == Side.OFFER else self.offering

    def other_side_of(self, organisation: Organisation) -> Organisation:
        """Who the enquiry connects `organisation` with."""
        return self.offering if organisation.pk == self.seeking_id else self.seeking

    def is_acted_on_behalf_by(self, user: "User") -> bool:
        """Whether `user` speaks for a side without being a member of either."""
        sides = (self.seeking, self.offering)
        if any(side.memberships.filter(user=user).exists() for side in sides):
            return False
        return user.is_moderator or any(side.is_acted_on_behalf_by(user) for side in sides)
