"""Who is asked about an entry."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet

from matching.models.listing import Listing
from profiles.models import Organisation, Role, User


def reachable() -> QuerySet[User]:
    """People who may sign in, and who have shown that their address is theirs."""
    verified = EmailAddress.objects.filter(
        user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=True
    )
    return User.objects.filter(Exists(verified), is_active=True)


def may_answer(person: User, organisation: Organisation) -> bool:
    """Whether `person` still acts for `organisation`, and it may act."""
    if not person.is_active:
        return False
    return Organisation.objects.manageable_by(person).filter(pk=organisation.pk).exists()


class People:
    """Whom to ask about the entries of one organisation; each answer is looked up once."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._posters: dict[int, list[User]] = {}
        self._owners: list[User] | None = None

    def of(self, entry: Listing | Organisation) -> list[User]:
        """Whoever posted it, if they still act for the organisation; else its owners."""
        poster = getattr(entry, "created_by_id", None)
        return (self._poster(poster) if poster else []) or self.owners()

    def owners(self) -> list[User]:
        """The owners who can be reached."""
        if self._owners is None:
            own = {
                "memberships__organisation": self._organisation,
                "memberships__role": Role.OWNER,
            }
            self._owners = list(reachable().filter(**own).order_by("pk"))
        return self._owners

    def _poster(self, pk: int) -> list[User]:
        if pk not in self._posters:
            found = reachable().filter(pk=pk)
            self._posters[pk] = [p for p in found if may_answer(p, self._organisation)]
        return self._posters[pk]
