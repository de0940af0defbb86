"""A finished cooperation as an example for others: drafted from the record, released by both, published.

Whoever changes text or photo takes both releases back. Once both have released it, the Servicestelle may
mend the wording and publishes it; either side can take its release back at any time.
"""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cooperation import cooperations
from cooperation.acting import require_side
from cooperation.models import (
    Cooperation,
    CooperationSide,
    CooperationStatus,
    Example,
    ExampleStatus,
    Outcome,
)
from cooperation.news import tell_other_side, tell_side
from portal.foundation import history
from portal.foundation.refusals import Refused
from portal.foundation.uploads.sized import (
    change_of_photo,
    delete_on_commit,
    delete_replaced,
    keep_stored,
)
from profiles.models import Organisation, User

# What the Servicestelle may put into better words.
MENDED = ("title", "summary", "story", "photo_alt")


def drafted(cooperation: Cooperation) -> Example:
    """An unsaved draft, written from what is recorded. German: the portal's public language."""
    with translation.override("de"):
        return Example(
            cooperation=cooperation,
            title=str(cooperation)[:120],
            summary=_summary(cooperation)[:400],
            story=_story(cooperation),
        )


@transaction.atomic
def save_draft(example: Example, side: CooperationSide, *, by: User) -> Example:
    """Store a changed text or photo. Nobody has released it any more; what was public is taken down."""
    cooperation = cooperations.locked(example.cooperation)
    require_side(cooperation, side, by=by)
    if cooperation.status != CooperationStatus.CLOSED:
        raise Refused(_("An example is written when everything is done and closed."))
    before = Example.objects.select_for_update().filter(cooperation=cooperation).first()
    example.released_seeking_at = example.released_offering_at = None
    example.status, example.published_at = ExampleStatus.DRAFT, None
    if before is None:
        example.slug = free_slug(example.title)
    else:
        example.pk, example.public_id, example.slug = before.pk, before.public_id, before.slug
        example.version = before.version + 1
        keep_stored(example, before, "photo")
    # Whoever uploads a photo has ticked that it shows nobody against their will: who, and when.
    photo_event = change_of_photo(before, example)
    example.save()
    if before is not None:
        delete_replaced(before, example, "photo")
    if photo_event:
        history.record(example, photo_event, by=by, comment=example.photo_alt)
    change = (before.status if before else "", example.status)
    event = history.record(example, "example drafted", by=by, change=change)
    tell_other_side(cooperation, "example_drafted", event=event)
    return example


@transaction.atomic
def release(example: Example, side: CooperationSide, version: int, *, by: User) -> Example:
    """One side agrees to show it as it stands in `version`. Both: the Servicestelle is asked."""
    example = _locked(example)
    require_side(example.cooperation, side, by=by)
    if example.version != version:
        raise Refused(_("The text has been changed since you opened it. Please read it again."))
    if example.is_released_by(side):
        return example
    name = "released_seeking_at" if side == CooperationSide.SEEKING else "released_offering_at"
    setattr(example, name, timezone.now())
    before = example.status
    if example.released_seeking_at and example.released_offering_at:
        example.status = ExampleStatus.RELEASED
    example.save(update_fields=[name, "status"])
    event = history.record(example, "example released", by=by, change=(before, example.status))
    tell_other_side(example.cooperation, "example_released", event=event)
    return example


@transaction.atomic
def take_back(example: Example, side: CooperationSide, *, by: User) -> Example:
    """One side does not want to show it any more: it is taken down at once."""
    example = _locked(example)
    require_side(example.cooperation, side, by=by)
    name = "released_seeking_at" if side == CooperationSide.SEEKING else "released_offering_at"
    setattr(example, name, None)
    before, example.status, example.published_at = example.status, ExampleStatus.DRAFT, None
    example.save(update_fields=[name, "status", "published_at"])
    event = history.record(example, "example taken back", by=by, change=(before, example.status))
    tell_other_side(example.cooperation, "example_taken_back", event=event)
    return example


@transaction.atomic
def publish(example: Example, *, by: User) -> Example:
    """The Servicestelle shows it to everybody. Raises Refused unless both sides have released it."""
    example = _locked(example)
    _require_moderator(example, by)
    if example.status != ExampleStatus.RELEASED:
        raise Refused(_("Both sides have to release it first."))
    example.status, example.published_at = ExampleStatus.PUBLISHED, timezone.now()
    example.save(update_fields=["status", "published_at"])
    event = history.record(
        example, "example published", by=by, change=(ExampleStatus.RELEASED, example.status)
    )
    for side in (example.cooperation.seeking, example.cooperation.offering):
        tell_side(example.cooperation, side, "example_published", event=event, example=example)
    return example


@transaction.atomic
def mend(
    example: Example, values: dict[str, str], *, by: User, without_photo: bool = False
) -> Example:
    """The Servicestelle mends wording of what both have released; both see it in the history.

    It may take a photo away that must not be shown; it puts none there.
    """
    example = _locked(example)
    _require_moderator(example, by)
    if example.status == ExampleStatus.DRAFT:
        raise Refused(_("Both sides have to release it first."))
    for name in MENDED:
        setattr(example, name, values.get(name, getattr(example, name)))
    is_photo_gone = without_photo and bool(example.photo)
    if is_photo_gone:
        delete_on_commit(example.photo)
        history.record(example, "photo removed", by=by, comment=example.photo_alt)
        example.photo = example.photo_alt = example.photo_by = ""
    example.version += 1
    example.save(update_fields=[*MENDED, "photo", "photo_by", "version"])
    event = history.record(example, "example mended", by=by)
    for side in (example.cooperation.seeking, example.cooperation.offering):
        tell_side(
            example.cooperation, side, "example_mended", event=event, is_photo_gone=is_photo_gone
        )
    return example


def published() -> QuerySet[Example]:
    """Examples that everybody may read, the newest first; only of organisations that are public."""
    return (
        Example.objects.filter(
            status=ExampleStatus.PUBLISHED,
            cooperation__enquiry__seeking__status="approved",
            cooperation__enquiry__offering__status="approved",
        )
        .select_related(
            "cooperation__enquiry__seeking",
            "cooperation__enquiry__offering",
            "cooperation__enquiry__need",
            "cooperation__enquiry__offer",
        )
        .order_by("-published_at", "-pk")
    )


def photo_visible_to(user: User | AnonymousUser) -> QuerySet[Example]:
    """Examples whose photo `user` may see: published ones, one's own, and for the Servicestelle
    those that wait for it."""
    seen = Q(pk__in=published().order_by().values("pk"))
    if user.is_authenticated:
        own = Cooperation.objects.visible_to(user).order_by()
        seen |= Q(cooperation__in=own.values("pk"))
        if user.is_moderator:
            seen |= ~Q(status=ExampleStatus.DRAFT)
    return Example.objects.filter(seen).exclude(photo="")


def published_of(organisation: Organisation) -> QuerySet[Example]:
    """Published examples in which `organisation` took part."""
    return published().filter(cooperation__in=Cooperation.objects.of(organisation).order_by())


def _locked(example: Example) -> Example:
    return (
        Example.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "cooperation__enquiry__seeking", "cooperation__enquiry__offering",
            "cooperation__enquiry__need", "cooperation__enquiry__offer",
        )
        .get(pk=example.pk)
    )  # fmt: skip


def _require_moderator(example: Example, by: User) -> None:
    sides = [example.cooperation.enquiry.seeking_id, example.cooperation.enquiry.offering_id]
    if not by.is_moderator:
        raise Refused(_("Only the Servicestelle decides this."))
    if by.memberships.filter(organisation__in=sides).exists():
        raise Refused(_("You are a member of this organisation: somebody else has to decide."))


def free_slug(title: str) -> str:
    """An address for a new example, made of its title."""
    base = slugify(title.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})))
    base = base[:70].strip("-") or "beispiel"
    slug, number = base, 2
    while Example.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def _summary(cooperation: Cooperation) -> str:
    return _("%(seeking)s and %(offering)s have done something together: %(format)s.") % {
        "seeking": cooperation.seeking.name,
        "offering": cooperation.offering.name,
        "format": cooperation.get_format_display(),
    }


def _story(cooperation: Cooperation) -> str:
    enquiry = cooperation.enquiry
    parts = [(_("How it began"), (enquiry.need or enquiry.offer).description)]
    outcome: Outcome | None = getattr(cooperation, "outcome", None)
    if outcome is not None:
        gained = [outcome.young_words]
        if outcome.young_people:
            gained.insert(0, _("Young people reached: %(n)s.") % {"n": outcome.young_people})
        if outcome.growth:
            gained.append(", ".join(outcome.growth_labels))
        parts += [
            (_("What it brought the Träger"), outcome.what_changed),
            (_("What it brought young people"), "\n".join(filter(None, gained))),
            (_("What it brought the community"), outcome.community_words),
        ]
    return "\n\n".join(f"{heading}\n{text.strip()}" for heading, text in parts if text.strip())[
        :6000
    ]
