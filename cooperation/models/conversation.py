"""What two organisations write to each other, what they attach, and how far each person has read."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cooperation.models.enquiry import MESSAGE_MAX, Enquiry
from cooperation.querysets import AttachmentQuerySet, MessageQuerySet
from profiles.models import Organisation


class MessageSide(models.TextChoices):
    """Who writes. A side, not an organisation: it stays right when organisations are merged."""

    SEEKING = "seeking", _("the Träger")
    OFFERING = "offering", _("the company")
    SERVICEDESK = "servicedesk", _("the Servicestelle")

    @classmethod
    def of(cls, organisation: Organisation | None, enquiry: Enquiry) -> "MessageSide":
        """What `organisation` is in `enquiry`; None is the Servicestelle."""
        if organisation is None:
            return cls.SERVICEDESK
        return cls.SEEKING if organisation.pk == enquiry.seeking_id else cls.OFFERING

    def name_in(self, enquiry: Enquiry) -> str:
        """The organisation's name, or the Servicestelle's."""
        if self is MessageSide.SERVICEDESK:
            return gettext("The Servicestelle")
        return (enquiry.seeking if self is MessageSide.SEEKING else enquiry.offering).name


class Message(models.Model):
    """One letter of a conversation. It is never changed; `text` may be empty when files came along.

    The enquiry's own message and answer belong to the conversation too; they stay where they are.
    """

    # Given with the form, so that a form that is sent twice is one message.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    side = models.CharField(max_length=20, choices=MessageSide.choices)
    text = models.TextField(_("message"), max_length=MESSAGE_MAX, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    on_behalf = models.BooleanField(_("on behalf"), default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=MessageSide.values), name="message_side_known"
            ),
        ]
        indexes = [
            models.Index(fields=["enquiry", "sent_at", "id"], name="message_of_conversation"),
            models.Index(fields=["author", "sent_at"], name="message_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry} {self.sent_at:%Y-%m-%d %H:%M}"


def stored_name(_attachment: "Attachment", _name: str) -> str:
    """Where a file is stored: a name that says nothing and that nobody can guess."""
    name = uuid.uuid4().hex
    return f"{Attachment.FOLDER}/{name[:2]}/{name}"


class Attachment(models.Model):
    """A file that came with a message, as it may be stored (`portal.foundation.uploads`)."""

    FOLDER = "attachments"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=stored_name)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cooperation:attachment", args=[self.public_id])


class ReadMark(models.Model):
    """How far a person has read a conversation, and which message they were last mailed about."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks"
    )
    read_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "user"], name="read_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.enquiry}"

    @property
    def knows_of_something_new(self) -> bool:
        """Whether a mail has told them, and they have not looked since."""
        return self.told_at is not None and (
            self.read_until is None or self.read_until < self.told_at
        )
