"""What is left when the work is done: feedback, what came of it on three levels, and an example."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cooperation.models.cooperation import Cooperation
from cooperation.models.sides import CooperationSide
from portal.foundation.uploads.serving import address_of
from portal.foundation.uploads.sized import PHOTO, SizedPictureField
from profiles.models import Competence

WORDS_MAX = 2000
STORY_MAX = 6000
NUMBER_MAX = 5000


class Feedback(models.Model):
    """What one side tells the other, and the Servicestelle, at the end. Each side once."""

    class Again(models.TextChoices):
        YES = "yes", _("Yes, gladly")
        OTHERWISE = "otherwise", _("Yes, but differently")
        NO = "no", _("Rather not")

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="feedback")
    side = models.CharField(max_length=10, choices=CooperationSide.choices)
    again = models.CharField(_("Would you do it again?"), max_length=10, choices=Again.choices)
    to_other = models.TextField(_("To the other side"), max_length=WORDS_MAX, blank=True)
    to_servicedesk = models.TextField(_("To the Servicestelle"), max_length=WORDS_MAX, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "side"], name="feedback_once_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation}: {self.get_side_display()}"


class Growth(models.TextChoices):
    """What young people gained; the words are those of the Servicestelle's founding text."""

    PROFESSIONAL = "professional", _("Professional competence (Fachkompetenz)")
    SOCIAL = "social", _("Social competence")
    INTERCULTURAL = "intercultural", _("Intercultural competence")
    SELF = "self", _("Self-competence: confidence, perseverance")
    ACTION = "action", _("Competence to act (Handlungskompetenz)")
    HORIZON = "horizon", _("New possibilities in view (Möglichkeitsraum)")
    MOTIVATION = "motivation", _("Joy in learning (Lernmotivation)")


class Outcome(models.Model):
    """What came of it, for the Träger, for the young people, for the community. Names nobody."""

    cooperation = models.OneToOneField(
        Cooperation, on_delete=models.CASCADE, related_name="outcome"
    )
    competencies = models.ManyToManyField(
        Competence, verbose_name=_("What your team can do better now"), blank=True
    )
    what_changed = models.TextField(
        _("What changed for the Träger?"), max_length=WORDS_MAX, blank=True
    )
    young_people = models.PositiveIntegerField(
        _("How many young people were reached?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(NUMBER_MAX)],
    )
    growth = ArrayField(
        models.CharField(max_length=20, choices=Growth.choices),
        verbose_name=_("What did they gain?"),
        default=list,
        blank=True,
    )
    young_words = models.TextField(_("How did it show?"), max_length=WORDS_MAX, blank=True)
    new_contacts = models.PositiveIntegerField(
        _("How many new contacts came about?"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(NUMBER_MAX)],
    )
    community_words = models.TextField(
        _("What goes on, who got to know whom, which doors opened?"),
        max_length=WORDS_MAX,
        blank=True,
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self) -> str:
        return str(self.cooperation)

    @property
    def growth_labels(self) -> list[str]:
        return [str(Growth(value).label) for value in self.growth if value in Growth.values]


class ExampleStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Released by both sides")
    PUBLISHED = "published", _("Published")


class Example(models.Model):
    """A cooperation that both sides show to others. Either side can take its release back."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cooperation = models.OneToOneField(
        Cooperation, on_delete=models.CASCADE, related_name="example"
    )
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("in two sentences"), max_length=400)
    story = models.TextField(_("the story"), max_length=STORY_MAX)
    photo = SizedPictureField(
        _("photo"),
        sizes=PHOTO,
        upload_to="photos/examples/",
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
    status = models.CharField(
        _("status"), max_length=20, choices=ExampleStatus.choices, default=ExampleStatus.DRAFT
    )
    released_seeking_at = models.DateTimeField(null=True, editable=False)
    released_offering_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    # Another value after every change of text or photo: nobody releases what they have not read.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("example")
        verbose_name_plural = _("examples")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status__in=["released", "published"])
                | models.Q(released_seeking_at__isnull=False, released_offering_at__isnull=False),
                name="example_released_by_both",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="example_published_when",
            ),
            models.CheckConstraint(
                condition=models.Q(photo="") | ~models.Q(photo_alt=""),
                name="example_photo_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cooperation:example", args=[self.slug])

    @property
    def photo_url(self) -> str:
        """Where the photo is served, with its version; "" without one."""
        return address_of(self.photo, "cooperation:example-photo", self.slug)

    @property
    def is_published(self) -> bool:
        return self.status == ExampleStatus.PUBLISHED

    def is_released_by(self, side: str) -> bool:
        """Whether that side agrees to show it as it stands."""
        at = (
            self.released_seeking_at
            if side == CooperationSide.SEEKING
            else self.released_offering_at
        )
        return at is not None
