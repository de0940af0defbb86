"""The first contact between two organisations: the enquiry."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.querysets import EnquiryQuerySet
from matching.models import Need, Offer, Side
from matching.models.listing import PEOPLE_MAX
from profiles.models import Organisation

MESSAGE_MAX = 3000


class EnquiryStatus(models.TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Enquiry(models.Model):
    """One side asks the other about a need, an offer, or the pair of both. One open one per pair.

    `opened_from` says which side asked: the offering one ("I can help with your need") or the
    seeking one ("we would like your offer"). The other side owes the answer by `answer_by`.
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
                condition=models.Q(status="open"),
                nulls_distinct=False,
                name="enquiry_one_open_per_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.need or self.offer)

    def get_absolute_url(self) -> str:
        return reverse("cooperation:enquiry", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.status == EnquiryStatus.OPEN

    @property
    def is_accepted(self) -> bool:
        return self.status == EnquiryStatus.ACCEPTED

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
