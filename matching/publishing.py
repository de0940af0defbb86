"""The life of a need or an offer: every change of its status is one function here.

draft → submitted → published (or returned with a comment) → paused → fulfilled / closed / expired.
Each change is one transaction: the row is locked, the rule asked, the status stored together with a
history entry, the matching marked due and the mail queued.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import dismissals, due, endings
from matching.models import ListingStatus, Need
from matching.models.listing import Listing
from portal.foundation import history
from portal.foundation.outbox import queue
from portal.foundation.refusals import Refused
from profiles.models import Competence, Mandate, User

VALID_DAYS = 90
EDITABLE = {
    ListingStatus.DRAFT, ListingStatus.SUBMITTED, ListingStatus.RETURNED, ListingStatus.PUBLISHED,
    ListingStatus.PAUSED,
}  # fmt: skip
NOT_POSSIBLE = gettext_lazy("“%(title)s” is now “%(status)s”; this is no longer possible.")


@transaction.atomic
def save_draft(listing: Listing, competencies: Iterable[Competence], *, by: User) -> Listing:
    """Store a new listing, or what was changed in one that is still a draft or was returned."""
    is_new = listing.pk is None
    if is_new:
        listing.created_by = by
        mandate = Mandate.objects.in_force().held_by(by).filter(principal=listing.organisation)
        if listing.is_acted_on_behalf_by(by):
            listing.posted_by_agent = mandate.select_related("agent")[0].agent_name
    listing.save()
    listing.competencies.set(competencies)
    if is_new:
        history.record(listing, "created", by=by, change=("", listing.status))
    return listing


@transaction.atomic
def save_step(
    listing: Listing,
    names: Iterable[str],
    competencies: Iterable[Competence] | None,
    *,
    step: str = "",
) -> None:
    """Store the answers `names` of a draft and leave all others as they are now.

    `step` is the word of the step that was answered; it counts as seen from now on.

    Somebody else of the team, or a second window, may have answered them meanwhile. Raises Refused
    when it is no draft any more.
    """
    current = _locked(listing)
    _require(current, {ListingStatus.DRAFT, ListingStatus.RETURNED})
    listing.steps_seen = current.steps_seen
    changed = [name for name in names if name != "competencies"]
    if step and step not in current.steps_seen:
        listing.steps_seen = [*current.steps_seen, step]
        changed.append("steps_seen")
    if changed:
        listing.save(update_fields=changed)
    if competencies is not None:
        listing.competencies.set(competencies)


@transaction.atomic
def change(listing: Listing, competencies: Iterable[Competence], *, by: User) -> Listing:
    """Store a changed listing. Material changes of a public one go back to the Servicestelle.

    What is material stands in `MATERIAL_FIELDS`; everything else (dates, radius, capacity …) stays
    published and is matched anew. Raises Refused when the listing has ended.
    """
    before = _locked(listing)
    if before.status not in EDITABLE:
        raise Refused(NOT_POSSIBLE % _named(before))
    competencies = list(competencies)
    is_material = _material_values(before, before.competencies.all()) != _material_values(
        listing, competencies
    )
    listing.status = before.status
    listing.note_confirmed()
    save_draft(listing, competencies, by=by)
    if before.status in {ListingStatus.PUBLISHED, ListingStatus.PAUSED}:
        history.record(listing, "changed", by=by)
        if is_material:
            _set_status(listing, ListingStatus.SUBMITTED, "submitted again", by=by)
            dismissals.forget_until_changed(listing)
        due.mark(listing)
    return listing


@transaction.atomic
def submit(listing: Listing, *, by: User) -> None:
    """Hand a draft in for review. Raises Refused when something stands against it."""
    listing = _locked(listing)
    _require(listing, {ListingStatus.DRAFT, ListingStatus.RETURNED})
    if isinstance(listing, Need) and not listing.replaces_no_staff:
        raise Refused(_("Please confirm that no paid professional is replaced by this help."))
    if listing.ends_on < timezone.localdate():
        raise Refused(_("The period is over. Please choose a new one."))
    listing.note_confirmed()
    _set_status(listing, ListingStatus.SUBMITTED, "submitted", by=by)


@transaction.atomic
def publish(listing: Listing, *, by: User, valid_days: int = VALID_DAYS) -> None:
    """Make a submitted listing public for `valid_days` (at most until its period ends)."""
    listing = _locked(listing)
    _require_moderator(listing, by)
    _require(listing, {ListingStatus.SUBMITTED})
    if not listing.organisation.is_approved:
        raise Refused(_("Please approve the organisation first."))
    _open(listing, valid_days)
    _set_status(listing, ListingStatus.PUBLISHED, "published", by=by)
    due.mark(listing)
    _tell_author(listing, "listing_published")


@transaction.atomic
def return_with_comment(listing: Listing, comment: str, *, by: User) -> None:
    """Give a listing back, also a published one; `comment` reaches the author word for word."""
    listing = _locked(listing)
    _require_moderator(listing, by)
    _require(listing, {ListingStatus.SUBMITTED, ListingStatus.PUBLISHED, ListingStatus.PAUSED})
    if not comment.strip():
        raise Refused(_("Please say what should be mended: the comment is sent to the authors."))
    _set_status(listing, ListingStatus.RETURNED, "returned", by=by, comment=comment.strip())
    due.mark(listing)
    _tell_author(listing, "listing_returned")


@transaction.atomic
def confirm(listing: Listing, *, by: User, by_mail: bool = False) -> None:
    """Somebody says that a published listing is still true: its last valid day moves on.

    In this and the next verbs `by_mail` tells the history that it was said by the link in a mail.
    """
    listing = _locked(listing)
    _require(listing, {ListingStatus.PUBLISHED})
    until = listing.valid_until
    _open(listing, VALID_DAYS)
    listing.valid_until = max(until, listing.valid_until)
    listing.note_confirmed()
    _set_status(listing, listing.status, _event("confirmed", by_mail=by_mail), by=by)


@transaction.atomic
def pause(listing: Listing, *, by: User, by_mail: bool = False) -> None:
    """Take a published listing out of the lists for a while."""
    event = _event("paused", by_mail=by_mail)
    _leave(listing, {ListingStatus.PUBLISHED}, ListingStatus.PAUSED, by=by, event=event)


@transaction.atomic
def rest(listing: Listing) -> None:
    """The portal pauses a listing because nobody answered whether it is still true."""
    _leave(listing, {ListingStatus.PUBLISHED}, ListingStatus.PAUSED, by=None, event="rested")


@transaction.atomic
def resume(listing: Listing, *, by: User, by_mail: bool = False) -> None:
    """Show a paused or expired listing again, with a fresh last valid day."""
    listing = _locked(listing)
    _require(listing, {ListingStatus.PAUSED, ListingStatus.EXPIRED})
    _open(listing, VALID_DAYS)
    listing.note_confirmed()
    _set_status(listing, ListingStatus.PUBLISHED, _event("resumed", by_mail=by_mail), by=by)
    due.mark(listing)


@transaction.atomic
def fulfil(listing: Listing, *, by: User, by_mail: bool = False) -> None:
    """The help was found (or given): the listing has done its job."""
    event = _event("fulfilled", by_mail=by_mail)
    allowed = {ListingStatus.PUBLISHED, ListingStatus.PAUSED}
    _leave(listing, allowed, ListingStatus.FULFILLED, by=by, event=event)


@transaction.atomic
def close(listing: Listing, *, by: User) -> None:
    """End a listing that is no longer wanted."""
    _leave(
        listing,
        {ListingStatus.PUBLISHED, ListingStatus.PAUSED, ListingStatus.EXPIRED},
        ListingStatus.CLOSED,
        by=by,
        event="closed",
    )


@transaction.atomic
def delete_draft(listing: Listing, *, by: User) -> None:
    """Delete what was never public."""
    listing = _locked(listing)
    if listing.published_at is not None:
        raise Refused(_("It was public once and keeps its address. You can close it."))
    _require(listing, {ListingStatus.DRAFT, ListingStatus.RETURNED, ListingStatus.SUBMITTED})
    history.record(listing, "deleted", by=by, change=(listing.status, ""), comment=listing.title)
    listing.delete()


def expire_due(model: type[Listing]) -> int:
    """Mark published listings whose last valid day is over; the number of rows. Beat calls it."""
    overdue = model.objects.filter(
        status=ListingStatus.PUBLISHED, valid_until__lt=timezone.localdate()
    ).values_list("pk", flat=True)
    return sum(_expire(model, pk) for pk in list(overdue))


@transaction.atomic
def _expire(model: type[Listing], pk: int) -> bool:
    listing = model.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if listing.status != ListingStatus.PUBLISHED or listing.is_open_on(timezone.localdate()):
        return False
    _set_status(listing, ListingStatus.EXPIRED, "expired")
    due.mark(listing)
    return True


def _locked(listing: Listing) -> Listing:
    return (
        type(listing)
        .objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=listing.pk)
    )


def _named(listing: Listing) -> dict[str, str]:
    return {"title": listing.title, "status": listing.get_status_display()}


def _require(listing: Listing, allowed: set[str]) -> None:
    if listing.organisation.is_suspended:
        raise Refused(_("This organisation is suspended and cannot change anything."))
    if listing.status not in allowed:
        raise Refused(NOT_POSSIBLE % _named(listing))


def _require_moderator(listing: Listing, by: User) -> None:
    if not by.is_moderator:
        raise Refused(_("Only the Servicestelle decides this."))
    if listing.organisation.memberships.filter(user=by).exists():
        raise Refused(_("You are a member of this organisation: somebody else has to decide."))


def _open(listing: Listing, valid_days: int) -> None:
    today = timezone.localdate()
    if listing.ends_on < today:
        raise Refused(_("The period is over. Please choose a new one."))
    listing.valid_until = min(today + timedelta(days=valid_days), listing.ends_on)
    listing.published_at = listing.published_at or timezone.now()


def _event(event: str, *, by_mail: bool) -> str:
    return f"{event} by mail" if by_mail else event


def _leave(
    listing: Listing, allowed: set[str], status: str, *, by: User | None, event: str
) -> None:
    listing = _locked(listing)
    _require(listing, allowed)
    _set_status(listing, status, event, by=by)
    due.mark(listing)
    if status in {ListingStatus.FULFILLED, ListingStatus.CLOSED}:
        endings.ended(listing)


def _set_status(
    listing: Listing, status: str, event: str, *, by: User | None = None, comment: str = ""
) -> None:
    before, listing.status, listing.review_comment = listing.status, status, comment
    if status == ListingStatus.SUBMITTED:
        listing.submitted_at = timezone.now()
    listing.save(
        update_fields=[
            "status",
            "review_comment",
            "submitted_at",
            "published_at",
            "valid_until",
            "confirmed_at",
            "ask_at",
        ]
    )
    history.record(listing, event, by=by, change=(before, status), comment=comment)


def _material_values(listing: Listing, competencies: Iterable[Competence]) -> list[object]:
    return [
        sorted(c.pk for c in competencies) if field == "competencies" else getattr(listing, field)
        for field in listing.MATERIAL_FIELDS
    ]


def _tell_author(listing: Listing, template: str) -> None:
    event = history.of(listing).first()
    author = listing.created_by
    if author is None or not listing.organisation.memberships.filter(user=author).exists():
        author = User.objects.filter(
            memberships__organisation=listing.organisation, memberships__role="owner"
        ).first()
    if author is not None:
        queue(
            template,
            key=f"{template}:{event.pk}",
            to=author,
            context={"listing": listing, "comment": listing.review_comment},
        )
