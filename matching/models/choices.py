"""The closed vocabularies that needs and offers share; the values are those of the engine."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Returned with a comment")
    PAUSED = "paused", _("Paused")
    FULFILLED = "fulfilled", _("Fulfilled")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Expired")


class Format(models.TextChoices):
    """How the help happens."""

    PRO_BONO = "pro-bono-project", _("Pro-bono project")
    ADVISORY_HOUR = "advisory-hour", _("Advisory hour")
    TRAINING = "training", _("Training")
    MENTORING = "mentoring", _("Mentoring")
    ACTION_DAY = "action-day", _("Action day")
    INTERNSHIP = "internship", _("Internship")
    SCHOOL_PROJECT = "school-project", _("School project")
    IN_KIND = "in-kind", _("Things")
    SPACE = "space", _("Rooms")
    NETWORK = "network-introduction", _("Introduction to a network")


class TargetGroup(models.TextChoices):
    """Whom the result is for. Age groups follow § 7 SGB VIII."""

    STAFF = "staff", _("Staff")
    CHILDREN = "children", _("Children (under 14)")
    ADOLESCENTS = "adolescents", _("Adolescents (14 to 17)")
    YOUNG_ADULTS = "young-adults", _("Young adults (18 to 26)")
    FAMILIES = "families", _("Families")
    VOLUNTEERS = "volunteers", _("Volunteers")


class Language(models.TextChoices):
    DE = "de", _("German")
    EN = "en", _("English")
    AR = "ar", _("Arabic")
    ES = "es", _("Spanish")
    FA = "fa", _("Persian")
    FR = "fr", _("French")
    IT = "it", _("Italian")
    PL = "pl", _("Polish")
    RO = "ro", _("Romanian")
    RU = "ru", _("Russian")
    TR = "tr", _("Turkish")
    UK = "uk", _("Ukrainian")
    VI = "vi", _("Vietnamese")
    DGS = "dgs", _("German Sign Language")


class Side(models.TextChoices):
    """The two sides of a pair."""

    NEED = "need", _("Seeking side")
    OFFER = "offer", _("Offering side")
