"""The columns of organisations: those of the export, and what a profile holds besides."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.site.importing.cells import (
    labelled,
    line_of_text,
    long_text,
    mail_address,
    postcode,
    web_address,
)
from portal.site.importing.columns import Column
from portal.site.importing.competences import competences
from profiles.models import CompanySize, FieldOfWork, Organisation, OrganisationKind, Site
from profiles.models.organisation import DESCRIPTION_MAX

KIND_WORDS = {
    OrganisationKind.PROVIDER: ("Träger", "Verein", "Jugendhilfe"),
    OrganisationKind.COMPANY: ("Unternehmen", "Firma", "Betrieb", "business"),
    OrganisationKind.PUBLIC_BODY: ("Öffentliche Hand", "Kommune", "Behörde", "Jugendamt"),
}
ONLY_EXPORTED = (_("status"),)
CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")
OF_SITE = ("street", "postcode", "place")


def columns() -> list[Column]:
    """All of them, in the order of the template. Asks the database for the competencies."""
    kinds = labelled(OrganisationKind.choices, KIND_WORDS)
    fields, sizes = labelled(FieldOfWork.choices, {}), labelled(CompanySize.choices, {})
    known = competences()
    return [
        _column("name", _line("name"), also=("Organisation", "Bezeichnung", "Firmenname"),
                is_needed=True, example="Jugendhaus Beispiel e. V."),
        _column("kind", kinds.one, also=("Organisationsart", "Typ"), is_needed=True,
                shown=kinds.shown.get, example=kinds.shown[OrganisationKind.PROVIDER]),
        _column("legal_form", _line("legal_form"), example="e. V."),
        _column("description", long_text(DESCRIPTION_MAX), also=("Kurzbeschreibung", "Profil"),
                example="Wir sind ein offenes Haus für Jugendliche im Stadtteil."),
        _column("website", web_address, also=("Webseite", "Homepage", "Internet", "URL"),
                example="https://www.jugendhaus.example"),
        _column("fields_of_work", fields.several, shown=fields.list,
                example=fields.shown[FieldOfWork.YOUTH_WORK]),
        _column("industry", _line("industry"), example=""),
        _column("size", sizes.one, also=("Mitarbeitende", "Mitarbeiter"), shown=sizes.shown.get),
        Column("competencies", _("competencies"), known.several, shown=known.list),
        _of_site("street", also=("Straße", "Str.", "Anschrift"), example="Beispielweg 1"),
        Column("postcode", _("postcode"), postcode, also=("PLZ", "zip"), is_needed=True,
               example="04109"),
        _of_site("place", also=("Stadt", "town", "city"), example="Leipzig"),
        _column("register_court", _line("register_court"), also=("Amtsgericht",)),
        _column("register_number", _line("register_number"), also=("Vereinsregister", "HRB", "VR")),
        _column("vat_id", _line("vat_id"), also=("USt-IdNr.", "UStID", "USt-ID", "VAT ID")),
        _column("contact_name", _line("contact_name"), is_private=True,
                also=("Ansprechpartner", "Ansprechpartnerin", "Ansprechperson", "Kontakt"),
                example="Kim Muster"),
        _column("contact_role", _line("contact_role"), also=("Funktion",), is_private=True,
                example="Leitung"),
        _column("contact_email", mail_address, also=("E-Mail", "Mail", "email address"),
                is_private=True, example="kontakt@jugendhaus.example"),
        _column("contact_phone", _line("contact_phone"), also=("Telefonnummer", "Tel."),
                is_private=True, example="+49 341 123456"),
        Column("address", _("address"), line_of_text(300), also=("Portaladresse", "Link")),
    ]  # fmt: skip


def _column(name: str, read: Any, **more: Any) -> Column:
    return Column(name, Organisation._meta.get_field(name).verbose_name, read, **more)


def _of_site(name: str, **more: Any) -> Column:
    field = Site._meta.get_field(name)
    return Column(name, field.verbose_name, line_of_text(field.max_length), **more)


def _line(name: str) -> Any:
    return line_of_text(Organisation._meta.get_field(name).max_length)
