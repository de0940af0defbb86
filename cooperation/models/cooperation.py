"""What an accepted enquiry becomes: two organisations that do something together."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models.enquiry import Enquiry
from cooperation.querysets import CooperationQuerySet
from matching.models import Format, TargetGroup
from profiles.models import Organisation

REASON_MAX = 1000
# Help that happens face to face; things, rooms and introductions do not bring people together.
FACE_TO_FACE = {
    Format.TRAINING, Format.MENTORING, Format.ACTION_DAY, Format.INTERNSHIP, Format.SCHOOL_PROJECT,
}  # fmt: skip
MINORS = {TargetGroup.CHILDREN, TargetGroup.ADOLESCENTS, TargetGroup.FAMILIES}


class CooperationStatus(models.TextChoices):
    PLANNING = "planning", _("Being agreed")
    CONFIRMED = "confirmed", _("Agreed, not started")
    ACTIVE = "active", _("Running")
    PAUSED = "paused", _("Paused")
    CLOSING = "closing", _("Being closed")
    CLOSED = "closed", _("Closed")
    CALLED_OFF = "called_off", _("Did not come about")


class Cooperation(models.Model):
    """From the yes of both sides to the end. Sides, need and offer are those of its enquiry.

    What may happen when, and who does it, stands in `cooperation.machine`; `status` changes only
    through `cooperation.cooperations`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="cooperation")
    format = models.CharField(_("kind of help"), max_length=30, choices=Format.choices)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=CooperationStatus.choices,
        default=CooperationStatus.PLANNING,
    )
    began_at = models.DateTimeField(_("begun"), auto_now_add=True)
    # Since when it stands as it stands: how long something waits is counted from here.
    status_since = models.DateTimeField(_("since"), auto_now_add=True)
    # Why it is paused, ended early or did not come about; the words of whoever did it.
    reason = models.TextField(_("reason"), max_length=REASON_MAX, blank=True)
    ended_early = models.BooleanField(_("ended early"), default=False)

    objects = CooperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("cooperation")
        verbose_name_plural = _("cooperations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=CooperationStatus.values),
                name="cooperation_status_known",
            ),
        ]
        indexes = [models.Index(fields=["status", "status_since"], name="cooperation_by_status")]

    def __str__(self) -> str:
        return str(self.enquiry)

    def get_absolute_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.public_id])

    @property
    def seeking(self) -> Organisation:
        """The Träger that is helped."""
        return self.enquiry.seeking

    @property
    def offering(self) -> Organisation:
        """The company that helps."""
        return self.enquiry.offering

    @property
    def has_ended(self) -> bool:
        return self.status in {CooperationStatus.CLOSED, CooperationStatus.CALLED_OFF}

    @property
    def may_meet_minors(self) -> bool:
        """Whether people of the company could meet minors: then § 72a SGB VIII has to be thought of."""
        need, offer = self.enquiry.need, self.enquiry.offer
        groups = {need.target_group} if need else set(offer.target_groups)
        return self.format in FACE_TO_FACE and bool(groups & MINORS or not groups)

    def is_acted_on_behalf_by(self, user) -> bool:  # noqa: ANN001 -- profiles.User
        """Whether `user` speaks for one of the sides without being its member."""
        return self.enquiry.is_acted_on_behalf_by(user)
