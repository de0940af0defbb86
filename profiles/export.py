"""What of an organisation everybody may take away as a table. Contact data are not part of it."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.foundation.spreadsheets import Column
from profiles.models import FieldOfWork, Organisation, Site


def with_all_that_is_exported(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """`organisations` fetched together with what COLUMNS reads."""
    return organisations.defer("contact_name", "contact_email", "contact_phone").prefetch_related(
        "sites", "standing_competencies"
    )


def labels(values: Iterable[str], choices: Iterable[tuple[str, object]]) -> list[str]:
    """Stored codes as words."""
    words = dict(choices)
    return [str(words.get(value, value)) for value in values]


def main_site(organisation: Organisation) -> Site:
    """The main site, or an empty one."""
    sites = sorted(organisation.sites.all(), key=lambda site: (not site.is_main, site.pk))
    return sites[0] if sites else Site()


COLUMNS = [
    Column(_("name"), lambda o: o.name),
    Column(_("kind"), lambda o: o.get_kind_display()),
    Column(_("legal form"), lambda o: o.legal_form),
    Column(_("description"), lambda o: o.description),
    Column(_("website"), lambda o: o.website),
    Column(_("fields of work"), lambda o: labels(o.fields_of_work, FieldOfWork.choices)),
    Column(_("industry"), lambda o: o.industry),
    Column(_("size"), lambda o: o.get_size_display() if o.size else ""),
    Column(_("competencies"), lambda o: [c.label for c in o.standing_competencies.all()]),
    Column(_("postcode"), lambda o: main_site(o).postcode),
    Column(_("place"), lambda o: main_site(o).place),
    Column(_("address"), lambda o: settings.SITE_URL + o.get_absolute_url()),
]
FOR_MODERATORS = [*COLUMNS, Column(_("status"), lambda o: o.get_status_display())]
