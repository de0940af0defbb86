"""Which organisation a line of needs or offers means: one that is here, approved, and may post."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from matching.models import Need, Offer
from portal.site.importing.cells import quoted
from portal.site.models import ImportLine
from profiles import identity
from profiles.duplicates import likely_duplicates_of
from profiles.models import Organisation
from profiles.places.lookup import fold


class Owners:
    """The organisations of many lines, found by name, and among namesakes by postcode."""

    def __init__(self, model: type[Need] | type[Offer], lines: Iterable[ImportLine]) -> None:
        self._model = model
        names = {line.values.get("organisation", "") for line in lines} - {""}
        keys = {name: identity.name_key(name) for name in names}
        self._keys = keys
        self._here: dict[str, list[Organisation]] = defaultdict(list)
        rows = Organisation.objects.filter(name_key__in=set(keys.values()) - {""})
        for organisation in rows.prefetch_related("sites").order_by("pk"):
            self._here[organisation.name_key].append(organisation)
        self._meant = self._guess([name for name in names if not self._here.get(keys[name])])

    @property
    def ids(self) -> list[int]:
        """Primary keys of all organisations that lines may mean."""
        return [organisation.pk for some in self._here.values() for organisation in some]

    def of(self, line: ImportLine) -> tuple[Organisation | None, str]:
        """The organisation, or None and a sentence that says what to do."""
        name = line.values.get("organisation", "")
        if not name:
            return None, ""
        found = self._here.get(self._keys[name], [])
        exact = [organisation for organisation in found if fold(organisation.name) == fold(name)]
        usable = [o for o in exact or found if o.is_approved and self._may_post(o)]
        if len(usable) > 1 and line.values.get("postcode"):
            at = line.values["postcode"]
            usable = [o for o in usable if at in {s.postcode for s in o.sites.all()}] or usable
        if len(usable) == 1 and usable[0].sites.all():
            return usable[0], ""
        return None, self._sentence(name, found, usable)

    def _may_post(self, organisation: Organisation) -> bool:
        is_need = self._model is Need
        return organisation.may_post_needs if is_need else organisation.may_post_offers

    def _sentence(self, name: str, found: list[Organisation], usable: list[Organisation]) -> str:
        values = {"name": name}
        if len(usable) > 1:
            return _(
                "There are several organisations “%(name)s”. Please give the postcode of the one "
                "that is meant."
            ) % values  # fmt: skip
        if usable:
            return _("“%(name)s” has no site. Please add one to its profile first.") % values
        if not found:
            sentence = _(
                "There is no organisation “%(name)s” here. Please import organisations first."
            )
            meant = self._meant.get(name)
            hint = " " + _("Did you mean %(near)s?") % {"near": quoted(meant)} if meant else ""
            return sentence % values + hint
        if not any(organisation.is_approved for organisation in found):
            return _("“%(name)s” is here but not approved. Please approve it first.") % values
        return _("“%(name)s” is of a kind that does not post this.") % values

    @staticmethod
    def _guess(names: list[str]) -> dict[str, str]:
        likely = likely_duplicates_of([(Organisation(name=name), None) for name in names])
        return {
            name: duplicates[0].organisation.name
            for name, duplicates in zip(names, likely, strict=True)
            if duplicates and duplicates[0].organisation.is_approved
        }
