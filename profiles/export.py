"""What of an organisation everybody may take away as a table. Contact data are not part of it."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.foundation.spreadsheets import Column
from profiles.models import FieldOfWork, Organisation, Site, StandingCompetency

# What the columns about competencies read, for whoever has fetched the rows already.
OF_COMPETENCIES = ("standing_competencies", "standing__competence")


def with_all_that_is_exported(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """`organisations` fetched together with what COLUMNS reads."""
    without_contact = organisations.defer("contact_name", "contact_email", "contact_phone")
    return without_contact.with_badges().prefetch_related("sites", *OF_COMPETENCIES)


def labels(values: Iterable[str], choices: Iterable[tuple[str, object]]) -> list[str]:
    """Stored codes as words."""
    words = dict(choices)
    return [str(words.get(value, value)) for value in values]


def standing(organisation: Organisation) -> list[str]:
    """Each competency of which more is said: "Accounting: we do it regularly, only in May"."""
    return [
        f"{row.competence.label}: {', '.join(said)}"
        for row in organisation.standing.all()
        if (said := [str(word) for word in (_level(row), row.conditions) if word])
    ]


def _level(row: StandingCompetency) -> str:
    return row.get_level_display() if row.level else ""


def badges(organisation: Organisation) -> list[str]:
    """What counts as checked today, and until when."""
    return [
        _("%(kind)s (until %(day)s)")
        % {"kind": badge.get_kind_display(), "day": badge.valid_until.isoformat()}
        for badge in organisation.badges
    ]


def main_site(organisation: Organisation) -> Site:
    """The main site, or an empty one."""
    sites = sorted(organisation.sites.all(), key=lambda site: (not site.is_main, site.pk))
    return sites[0] if sites else Site()


COLUMNS = [
    Column(_("name"), lambda o: o.name),
    Column(_("kind"), lambda o: o.get_kind_display()),
    Column(_("legal form"), lambda o: o.legal_form),
    Column(_("name in the register"), lambda o: o.legal_name),
    Column(_("umbrella organisation"), lambda o: o.umbrella_words),
    Column(_("recognised under § 75 SGB VIII"), lambda o: o.recognition_words),
    Column(_("charitable status"), lambda o: o.tax_notice_words),
    Column(_("description"), lambda o: o.description),
    Column(_("website"), lambda o: o.website),
    Column(_("fields of work"), lambda o: labels(o.fields_of_work, FieldOfWork.choices)),
    Column(_("industry"), lambda o: o.industry),
    Column(_("size"), lambda o: o.get_size_display() if o.size else ""),
    Column(_("region"), lambda o: o.region),
    Column(_("competencies"), lambda o: [c.label for c in o.standing_competencies.all()]),
    Column(_("level and conditions"), standing),
    Column(_("postcode"), lambda o: main_site(o).postcode),
    Column(_("place"), lambda o: main_site(o).place),
    Column(_("checked by the Servicestelle"), badges),
    Column(_("address"), lambda o: settings.SITE_URL + o.get_absolute_url()),
]
FOR_MODERATORS = [*COLUMNS, Column(_("status"), lambda o: o.get_status_display())]
