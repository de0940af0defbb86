"""Pages of the conversation: reading, writing, and the list of all conversations of an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cooperation.conversation import Letter, mark_read, refusal_to_write, send
from cooperation.forms.conversation import MessageForm
from cooperation.models import Cooperation, Enquiry, Message
from cooperation.stream import Stream, part_of
from cooperation.views.frame import context_of, frame_of
from portal.foundation.refusals import Refused
from profiles.current import organisation_of
from profiles.models import Organisation

PAGE = 20


@login_required
@require_safe
def conversations(request: HttpRequest) -> HttpResponse:
    """All conversations of the organisation that the person acts for, the liveliest first."""
    organisation = organisation_of(request)
    if organisation is None:
        return redirect("site:desk")
    found = (
        Enquiry.objects.talked_in_by(request.user)
        .liveliest_first(organisation)
        .with_unread([organisation], by=request.user)
        .with_both_sides()
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cooperation/conversations.html",
        {
            "organisation": organisation,
            "page": page,
            "rows": [(enquiry, enquiry.other_side_of(organisation)) for enquiry in page],
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where mails lead to and messages are sent to, whatever has become of the enquiry."""
    enquiry = readable(request, public_id)
    cooperation = Cooperation.objects.filter(enquiry=enquiry).first()
    if request.method == "POST":
        return _write(request, enquiry, cooperation)
    if cooperation is not None:
        return redirect(page_url(enquiry, cooperation))
    return _show(request, enquiry, None, MessageForm())


@login_required
@require_safe
def of_cooperation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of a cooperation in which both sides write to each other."""
    cooperation = get_object_or_404(
        Cooperation.objects.visible_to(request.user).select_related("enquiry"), public_id=public_id
    )
    enquiry = readable(request, cooperation.enquiry.public_id)
    return _show(request, enquiry, cooperation, MessageForm())


def readable(request: HttpRequest, public_id: str) -> Enquiry:
    """The enquiry, for those who may read its conversation; 404 for everybody else."""
    found = Enquiry.objects.talked_in_by(request.user).with_both_sides()
    return get_object_or_404(found, public_id=public_id)


def own_side(request: HttpRequest, enquiry: Enquiry) -> Organisation:
    """The side that the person speaks for: the chosen organisation if it is one of both."""
    mine = Organisation.objects.acted_for_by(request.user).filter(
        pk__in=[enquiry.seeking_id, enquiry.offering_id]
    )
    current = organisation_of(request)
    found = {side.pk: side for side in mine}
    return found.get(current.pk if current else None) or next(iter(found.values()))


def page_url(enquiry: Enquiry, cooperation: Cooperation | None) -> str:
    """Where the conversation is read."""
    if cooperation is None:
        return reverse("cooperation:conversation", args=[enquiry.public_id])
    return reverse("cooperation:cooperation-conversation", args=[cooperation.public_id])


def part_of_enquiry(request: HttpRequest, enquiry: Enquiry) -> dict[str, object]:
    """The conversation as part of the enquiry's page; empty for whoever may not read it yet."""
    if not Enquiry.objects.talked_in_by(request.user).filter(pk=enquiry.pk).exists():
        return {}
    cooperation = Cooperation.objects.filter(enquiry=enquiry).first()
    return _context(request, enquiry, cooperation, MessageForm())


def _context(
    request: HttpRequest, enquiry: Enquiry, cooperation: Cooperation | None, form: MessageForm
) -> dict[str, object]:
    """The context of `cooperation/parts/conversation.html`; what is shown counts as read now."""
    own = own_side(request, enquiry)
    before = _before(request, enquiry)
    stream = part_of(enquiry, own=own, user=request.user, before=before)
    _note_reading(request, enquiry, stream)
    return {
        "enquiry": enquiry,
        "own": own,
        "other": enquiry.other_side_of(own),
        "stream": stream,
        "message_form": form,
        "message_url": reverse("cooperation:conversation", args=[enquiry.public_id]),
        "page_url": page_url(enquiry, cooperation),
        "may_not_write": refusal_to_write(enquiry, by=request.user, side=own),
    }


def _write(request: HttpRequest, enquiry: Enquiry, cooperation: Cooperation | None) -> HttpResponse:
    form = MessageForm(request.POST, request.FILES, dropped=getattr(request, "dropped_uploads", []))
    if not form.is_valid():
        return _show(request, enquiry, cooperation, form, status=400)
    values = form.cleaned_data
    letter = Letter(values["text"], values["files"], values["key"])
    try:
        send(letter, enquiry, by=request.user, side=own_side(request, enquiry))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, enquiry, cooperation, form, status=400)
    messages.success(request, _("Sent."))
    return redirect(f"{page_url(enquiry, cooperation)}#newest")


def _show(
    request: HttpRequest,
    enquiry: Enquiry,
    cooperation: Cooperation | None,
    form: MessageForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = _context(request, enquiry, cooperation, form)
    if cooperation is None:
        return render(request, "cooperation/conversation_of_enquiry.html", context, status=status)
    frame = frame_of(request, cooperation.public_id)
    context |= context_of(request, frame, "conversation")
    return render(request, "cooperation/conversation.html", context, status=status)


def _before(request: HttpRequest, enquiry: Enquiry) -> Message | None:
    key = request.GET.get("before", "")
    found = Message.objects.filter(enquiry=enquiry).with_key(key)
    return get_object_or_404(found) if key else None


def _note_reading(request: HttpRequest, enquiry: Enquiry, stream: Stream) -> None:
    """A GET that writes, as people expect of it: what they have seen is no longer new.

    It touches nothing but the person's own mark, which nobody else can see, and only where there is
    something new. Browsers that fetch a page before somebody wants to see it say so.
    """
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    is_looking = request.method != "HEAD" and "prefetch" not in purpose.lower()
    if stream.has_unread and is_looking:
        mark_read(enquiry, by=request.user, until=stream.read_until)
