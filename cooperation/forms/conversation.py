"""Forms of the conversation: writing, and telling the Servicestelle."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cooperation.attachments import MAX_FILES
from cooperation.models import MESSAGE_MAX, REPORT_MAX, ReportDecision
from portal.foundation.uploads import BadFile, Checked, checked, clean_name

ACCEPT = (
    ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv,.ics,"
    "image/jpeg,image/png,image/webp"
)


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Any, files: MultiValueDict, name: str
    ) -> list[UploadedFile]:
        return files.getlist(name)


class AttachmentsField(forms.FileField):
    """Several files, each of which is looked at; every one that is not taken is named with why."""

    widget = ManyFiles(attrs={"multiple": True, "accept": ACCEPT})

    def clean(self, data: list[UploadedFile], initial: Any = None) -> list[Checked]:
        if len(data) > MAX_FILES:
            raise forms.ValidationError(_("At most five files go with one message."))
        taken, sentences = [], []
        for upload in data:
            try:
                taken.append(checked(upload))
            except BadFile as error:
                sentences.append(about_file(upload.name or "", str(error)))
        if sentences:
            raise forms.ValidationError(sentences)
        return taken


class TextField(forms.CharField):
    """Browsers send each new line as two characters, but count it as one."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class WordsOfMessage(TextField):
    """Asked for as every message needs words, but files may stand alone: the form decides."""

    def validate(self, value: str) -> None:
        """Empty is fine here."""


class MessageForm(forms.Form):
    """A message with files. `dropped` are those that were too large to be received: the name, and
    whether by itself or together with the others."""

    use_required_attribute = False

    text = WordsOfMessage(
        label=gettext_lazy("Your message"),
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": MESSAGE_MAX}),
    )
    files = AttachmentsField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy(
            "Up to five files of 10 MB each: PDF, pictures (JPEG, PNG, WebP), office files (docx, "
            "xlsx, pptx, odt, ods, odp), text, CSV, calendar."
        ),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, dropped: Iterable[tuple[str, bool]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dropped = list(dropped)

    def clean_key(self) -> uuid.UUID:
        """Whatever is no key becomes a new one: nobody can mend it."""
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        for name, is_too_large in self.dropped[:MAX_FILES]:
            reason = _("The file is larger than 10 MB. Please make it smaller.")
            if not is_too_large:
                reason = _(
                    "The files together are too large to arrive. Please send some of them with the "
                    "next message."
                )
            self.add_error("files", about_file(name, reason))
        values = super().clean()
        if not self.errors and not values["text"] and not values["files"]:
            self.add_error("text", _("Please write something, or attach a file."))
        return values


class ReportForm(forms.Form):
    """What is not right, in the reporter's words."""

    text = TextField(
        label=gettext_lazy("What happened?"),
        max_length=REPORT_MAX,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": REPORT_MAX}),
    )


class HandlingForm(forms.Form):
    """What the Servicestelle found and did; it stays with the Servicestelle."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=ReportDecision.choices, widget=forms.RadioSelect
    )
    comment = TextField(
        label=gettext_lazy("What you found and did"),
        help_text=gettext_lazy("Stays with the Servicestelle."),
        max_length=REPORT_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": REPORT_MAX}),
    )


def about_file(name: str, reason: str) -> str:
    """One sentence about one file."""
    return _("“%(name)s”: %(reason)s") % {"name": clean_name(name), "reason": reason}
