"""Everything that belongs to an organisation, and how it passes to another one.

The list of what there is comes from the model registry. HOW says for each kind of row what happens;
a kind that it does not name is moved as it is (nothing is ever lost by forgetting), and a test asks
that somebody has thought about it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Field, Model, Q
from django.utils import timezone

from cooperation import waiting_list
from cooperation.machine import take_step
from cooperation.models import Enquiry
from matching.models import Answer, ProposedPair, Suggestion
from portal.foundation import history
from profiles import verification
from profiles.models import Invitation, JoinRequest, Mandate, Membership, Organisation, Role, Site


@dataclass(frozen=True)
class Moving:
    """How many rows of one kind pass over."""

    label: str
    count: int


def foreign_keys(model: type[Model] = Organisation) -> list[Field]:
    """Every foreign key to `model`, also those without a way back and those of many-to-many tables."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    ]


def moving(gone: Organisation) -> list[Moving]:
    """What `gone` has, by kind, for the preview."""
    counted: dict[str, int] = {}
    for key in foreign_keys():
        if not key.model._meta.auto_created:
            label = str(key.model._meta.verbose_name_plural)
            counted[label] = counted.get(label, 0) + _rows(key, gone).count()
    counted[str(history.of(gone).model._meta.verbose_name_plural)] = history.of(gone).count()
    return [Moving(label, count) for label, count in counted.items() if count]


def move_everything(kept: Organisation, gone: Organisation) -> None:
    """Let every row that points to `gone` point to `kept`."""
    for key in foreign_keys():
        HOW.get(str(key), move)(key, kept, gone)


def move(key: Field, kept: Model, gone: Model) -> None:
    """All rows as they are."""
    _rows(key, gone).update(**{key.name: kept})


def _rows(key: Field, owner: Model):
    return key.model._base_manager.filter(**{key.name: owner})


def _nothing(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Chosen as a field of the organisation (`merging.fields`)."""


def _sites(key: Field, kept: Organisation, gone: Organisation) -> None:
    """One main site; the same address twice becomes one, and what names it names the other."""
    own = {(site.postcode, _plain(site.street)): site for site in kept.sites.order_by("-pk")}
    has_main = any(site.is_main for site in own.values()) or kept.sites.filter(is_main=True)
    for site in gone.sites.order_by("pk"):
        same = own.get((site.postcode, _plain(site.street)))
        if same is not None and _plain(site.label) in {"", _plain(same.label)}:
            for of_site in foreign_keys(Site):
                move(of_site, same, site)
            site.delete()
        else:
            site.organisation, site.is_main = kept, site.is_main and not has_main
            site.save(update_fields=["organisation", "is_main"])


def _memberships(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Whoever is in both keeps the higher role, and has been there since the earlier day."""
    own = {membership.user_id: membership for membership in kept.memberships.all()}
    for membership in gone.memberships.all():
        same = own.get(membership.user_id)
        if same is None:
            continue
        role = Role.OWNER if membership.is_owner else same.role
        joined_at = min(same.joined_at, membership.joined_at)
        Membership.objects.filter(pk=same.pk).update(role=role, joined_at=joined_at)
        membership.delete()
    move(key, kept, gone)


def _invitations(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Of two unanswered ones to an address the one that holds longer stays, with the higher role."""
    own = {i.email.casefold(): i for i in kept.invitations.filter(accepted_at=None)}
    for invitation in gone.invitations.filter(accepted_at=None):
        same = own.get(invitation.email.casefold())
        if same is None:
            continue
        role = Role.OWNER if Role.OWNER in {same.role, invitation.role} else Role.MEMBER
        shorter, longer = sorted([same, invitation], key=lambda one: one.expires_at)
        shorter.delete()
        Invitation.objects.filter(pk=longer.pk).update(role=role)
    move(key, kept, gone)


def _join_requests(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Two of one person become one with both messages; members need not ask any more."""
    own = {request.user_id: request for request in kept.join_requests.all()}
    for request in gone.join_requests.all():
        same = own.get(request.user_id)
        if same is not None:
            both = "\n\n".join(filter(None, [same.message, request.message]))
            JoinRequest.objects.filter(pk=same.pk).update(message=both)
            request.delete()
    move(key, kept, gone)
    members = kept.memberships.model.objects.filter(organisation__in=[kept, gone])
    kept.join_requests.filter(user__in=members.values("user")).delete()


def _mandates(key: Field, kept: Organisation, gone: Organisation) -> None:
    """One between the two says nothing any more; of two that are in force one is ended."""
    Mandate.objects.filter(Q(principal=kept, agent=gone) | Q(principal=gone, agent=kept)).delete()
    other = "agent" if key.name == "principal" else "principal"
    in_force = {
        getattr(mandate, f"{other}_id")
        for mandate in Mandate.objects.filter(**{key.name: kept}, ended_at=None)
    }
    for mandate in Mandate.objects.filter(**{key.name: gone}, ended_at=None):
        if getattr(mandate, f"{other}_id") in in_force:
            mandate.ended_at = timezone.now()
            mandate.save(update_fields=["ended_at"])
    move(key, kept, gone)


def _enquiries(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Of two undecided ones about the same thing with the same partner the older one stays."""
    about = {"seeking_id", "offering_id", "need_id", "offer_id"} - {key.attname}
    undecided = Enquiry.objects.undecided().order_by("opened_at", "pk")
    seen = set()
    for enquiry in undecided.filter(**{f"{key.name}__in": [kept, gone]}):
        pair = tuple(getattr(enquiry, name) for name in sorted(about))
        if pair in seen:
            take_step(enquiry, "lapsed", by=None)
            waiting_list.free(enquiry)
        seen.add(pair)
    move(key, kept, gone)


def _freshness_questions(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Of two open ones about the profile, that of the one that stays goes on."""
    if _rows(key, kept).filter(answer="").exists():
        _rows(key, gone).filter(answer="").update(answer=Answer.OVERTAKEN)
    move(key, kept, gone)


def _verifications(key: Field, kept: Organisation, gone: Organisation) -> None:
    """Of two of a kind the one stays that speaks of the values that are kept, or ends later."""
    own = {badge.kind: badge for badge in kept.verifications.filter(ended_at=None)}
    for badge in gone.verifications.filter(ended_at=None):
        same = own.get(badge.kind)
        if same is None:
            continue
        now = verification.fingerprint(kept, badge.kind)
        weaker, _better = sorted(
            [badge, same], key=lambda one: (one.fingerprint == now, one.valid_until)
        )
        verification.end_replaced(weaker)
    move(key, kept, gone)


def forget_own_pairs(kept: Organisation) -> None:
    """Nobody is suggested to themselves."""
    of_one = Q(need__organisation=kept, offer__organisation=F("need__organisation"))
    Suggestion.objects.filter(of_one).delete()
    ProposedPair.objects.filter(of_one).delete()


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("straße", "str.").replace("strasse", "str.").split())


HOW: dict[str, Callable[[Field, Organisation, Organisation], None]] = {
    "profiles.Site.organisation": _sites,
    "profiles.Membership.organisation": _memberships,
    "profiles.Invitation.organisation": _invitations,
    "profiles.JoinRequest.organisation": _join_requests,
    "profiles.Mandate.principal": _mandates,
    "profiles.Mandate.agent": _mandates,
    "profiles.FormerOrganisation.organisation": move,
    "profiles.StandingCompetency.organisation": _nothing,
    "profiles.Verification.organisation": _verifications,
    "matching.Need.organisation": move,
    "matching.Offer.organisation": move,
    "matching.FreshnessQuestion.organisation": _freshness_questions,
    "cooperation.Enquiry.seeking": _enquiries,
    "cooperation.Enquiry.offering": _enquiries,
}
