"""Files of conversations: stored with their message, and swept up when nothing names them any more."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cooperation.models import Attachment, Enquiry, Message
from portal.foundation.refusals import Refused
from portal.foundation.uploads import Checked

MAX_FILES = 5
MAX_CONVERSATION_BYTES = 100_000_000
# A transaction that has just written its file may still be running.
ORPHANED_AFTER = timedelta(hours=1)


def store(files: list[Checked], message: Message) -> list[Attachment]:
    """Keep `files` with `message`. The caller holds the enquiry's lock. Raises Refused.

    The files are on the disk before the transaction commits; if it does not, `sweep` removes them.
    """
    if len(files) > MAX_FILES:
        raise Refused(_("At most five files go with one message."))
    if files and stored_bytes(message.enquiry) + sum(file.size for file in files) > (
        MAX_CONVERSATION_BYTES
    ):
        raise Refused(
            _("All files of this conversation together may have 100 MB. There is no more room.")
        )
    return [
        Attachment.objects.create(
            message=message,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            file=ContentFile(file.content, name="file"),
        )
        for file in files
    ]


def stored_bytes(enquiry: Enquiry) -> int:
    """How much room the files of one conversation take."""
    found = Attachment.objects.filter(message__enquiry=enquiry)
    return found.aggregate(bytes=Sum("size"))["bytes"] or 0


def sweep() -> int:
    """Delete files that no row names: of deleted conversations, and of transactions that failed.

    How many. Beat calls it; it may run twice.
    """
    storage = Attachment._meta.get_field("file").storage
    before = timezone.now() - ORPHANED_AFTER
    swept = 0
    for names in _stored_names(storage):
        known = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - known:
            try:
                if storage.get_modified_time(name) < before:
                    storage.delete(name)
                    swept += 1
            except FileNotFoundError:  # another sweep was faster
                continue
    return swept


def _stored_names(storage) -> Iterator[list[str]]:  # noqa: ANN001 -- any Storage
    try:
        folders, _files = storage.listdir(Attachment.FOLDER)
    except FileNotFoundError:  # nothing was ever attached
        return
    for folder in folders:
        path = f"{Attachment.FOLDER}/{folder}"
        yield [f"{path}/{name}" for name in storage.listdir(path)[1]]
