"""Questions whether an entry is still true, and who was asked."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matching.models.need import Need
from matching.models.offer import Offer
from matching.querysets import FreshnessQuestionQuerySet
from profiles.models import Organisation

if TYPE_CHECKING:
    from matching.models.listing import Listing

PROFILE = "profile"


class Step(models.IntegerChoices):
    """How far a question has come; people are told of each step once."""

    ASKED = 1, _("asked")
    REMINDED = 2, _("reminded")
    RESTED = 3, _("rests")


class Answer(models.TextChoices):
    """What became of a question. OVERTAKEN: the entry was confirmed or changed in another way."""

    OPEN = "", pgettext_lazy("question", "open")
    CONFIRMED = "confirmed", _("still true")
    PAUSED = "paused", _("paused")
    DONE = "done", _("done")
    RESTED = "rested", _("not answered: rests")
    UNANSWERED = "unanswered", _("not answered")
    OVERTAKEN = "overtaken", _("answered in another way")


class FreshnessQuestion(models.Model):
    """One question about one need, offer or profile. A later one is a new row: links know which.

    Whether it is open is not stored alone: an entry that was confirmed or changed after `asked_at`
    has answered it, wherever that happened (see `is_open`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    need = models.ForeignKey(
        Need, null=True, on_delete=models.CASCADE, related_name="freshness_questions"
    )
    offer = models.ForeignKey(
        Offer, null=True, on_delete=models.CASCADE, related_name="freshness_questions"
    )
    # The organisation whose profile is asked about; null for listings.
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="freshness_questions"
    )
    asked_at = models.DateTimeField(_("asked"))
    step = models.PositiveSmallIntegerField(
        _("step"), choices=Step.choices, default=Step.ASKED, editable=False
    )
    step_at = models.DateTimeField(editable=False)
    answer = models.CharField(
        _("answer"), max_length=20, choices=Answer.choices, blank=True, default=Answer.OPEN
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="AskedPerson", related_name="freshness_questions"
    )

    objects = FreshnessQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question whether it is still true")
        verbose_name_plural = _("questions whether it is still true")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(need__isnull=False, offer=None, organisation=None)
                | models.Q(need=None, offer__isnull=False, organisation=None)
                | models.Q(need=None, offer=None, organisation__isnull=False),
                name="freshness_question_about_one_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=Answer.values), name="freshness_answer_known"
            ),
            *(
                models.UniqueConstraint(
                    fields=[entry],
                    condition=models.Q(answer=""),
                    name=f"freshness_one_open_question_{entry}",
                )
                for entry in ("need", "offer", "organisation")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.asked_at:%Y-%m-%d}"

    @property
    def entry(self) -> "Listing | Organisation":
        """What is asked about."""
        return self.need or self.offer or self.organisation

    @property
    def kind(self) -> str:
        """ "need", "offer" or "profile"."""
        return "need" if self.need_id else "offer" if self.offer_id else PROFILE

    @property
    def owner(self) -> Organisation:
        """The organisation that answers."""
        return self.organisation or self.entry.organisation

    @property
    def is_overtaken(self) -> bool:
        """Whether the entry was confirmed, changed or shown again since it was asked about."""
        return self.entry.confirmed_at >= self.asked_at

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer (as `FreshnessQuestionQuerySet.open`)."""
        if self.answer != Answer.OPEN or self.is_overtaken:
            return False
        return self.entry.is_approved if self.kind == PROFILE else self.entry.is_open


class AskedPerson(models.Model):
    """Somebody who was asked: `told` is the step of the question that they have a mail about."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(FreshnessQuestion, on_delete=models.CASCADE, related_name="asked")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="asked_freshness"
    )
    told = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("asked person")
        verbose_name_plural = _("asked people")
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="freshness_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.question}"
