"""People who sign in. The e-mail address is the login; there is no user name."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MODERATORS = "moderators"
EDITORS = "editors"


class UserManager(BaseUserManager):
    """Creates people by e-mail address; addresses are compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person who can sign in with `email`. ValueError without an address."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person who may do everything (role R)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        """Sign-in ignores the case of the address."""
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account: member of organisations, or staff of the Servicestelle."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, help_text=_("First and last name"))
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("staff of the Servicestelle"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_without_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def is_moderator(self) -> bool:
        """Whether this person moderates for the Servicestelle (role M, or R)."""
        return self._has_staff_role(MODERATORS)

    @cached_property
    def is_editor(self) -> bool:
        """Whether this person edits practice content for the Servicestelle (role E, or R)."""
        return self._has_staff_role(EDITORS)

    def _has_staff_role(self, group: str) -> bool:
        if not (self.is_active and self.is_staff):
            return False
        return self.is_superuser or self.groups.filter(name=group).exists()

    @transaction.atomic
    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Raises Refused when an organisation would lose its last owner."""
        from profiles.team import refuse_leaving_without_owner

        refuse_leaving_without_owner(self)
        return super().delete(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
