"""Where an organisation works."""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles import places
from profiles.models.organisation import Organisation
from profiles.querysets import SiteQuerySet


class Site(models.Model):
    """One place of an organisation. Coordinates come from the postcode, never from guessing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="sites"
    )
    label = models.CharField(_("name of the site"), max_length=80, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5)
    place = models.CharField(_("place"), max_length=80)
    lat = models.FloatField(
        _("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    lon = models.FloatField(
        _("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    # Where regions count it; "" for the few postcodes of which the table knows no Land.
    land = models.CharField(_("Land"), max_length=2, blank=True, editable=False)
    is_main = models.BooleanField(_("main site"), default=False)
    changed_xid = models.BigIntegerField(default=0, editable=False, db_index=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        indexes = [
            models.Index(fields=["lat", "lon"]),
            models.Index(fields=["postcode"]),
            models.Index(fields=["land"], name="site_land"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(is_main=True),
                name="site_one_main_per_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(lat__range=(-90, 90), lon__range=(-180, 180))
                & ~models.Q(lat=0, lon=0),
                name="site_coordinates_real",
            ),
        ]

    def __str__(self) -> str:
        where = f"{self.postcode} {self.place}"
        return f"{self.label}, {where}" if self.label else where

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stored with the Land of its postcode; `bulk_create` has to set that itself."""
        self.land = land_of(self.postcode)
        named = kwargs.get("update_fields")
        if named is not None and "postcode" in named:
            kwargs["update_fields"] = {*named, "land"}
        super().save(*args, **kwargs)


def land_of(postcode: str) -> str:
    """The code of the Land that a postcode lies in, such as "SN"; "" when it is not known."""
    place = places.find(postcode)
    return place.land if place else ""
