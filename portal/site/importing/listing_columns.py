"""The columns of needs and offers: those of their export, and what a posting holds besides."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.models import Format, Language, Need, Offer, TargetGroup
from matching.models.listing import DESCRIPTION_MAX, PEOPLE_MAX, RADIUS_MAX
from portal.site.importing.cells import (
    Reader,
    Words,
    day,
    labelled,
    line_of_text,
    long_text,
    postcode,
    whole_number,
    yes_or_no,
)
from portal.site.importing.columns import Column
from portal.site.importing.competences import competences

ONLY_EXPORTED = (_("status"), _("last valid day"))
LANGUAGE_WORDS = {Language.DGS: ("Gebärdensprache", "DGS")}
DAYS_MAX = 365


def need_columns() -> list[Column]:
    """Columns of needs, in the order of the template."""
    groups = labelled(TargetGroup.choices, {})
    return [
        *_what(_groups("target_group", groups, groups.one, groups.shown.get)),
        Column("people_needed", _("how many"), whole_number(1, PEOPLE_MAX), example="1",
               also=("Anzahl", "Personen")),
        _column(Need, "contact_with_minors", yes_or_no, shown=_yes, example="nein"),
        _column(Need, "gives_back", long_text(600), also=("Gegenleistung",)),
        _column(Need, "max_group_size", whole_number(1, PEOPLE_MAX), also=("Gruppengröße",)),
        _column(Need, "lead_time_days", whole_number(0, DAYS_MAX), also=("Vorlauf in Tagen",)),
        *_where_and_when(Need),
    ]  # fmt: skip


def offer_columns() -> list[Column]:
    """Columns of offers, in the order of the template."""
    groups = labelled(TargetGroup.choices, {})
    return [
        *_what(_groups("target_groups", groups, groups.several, groups.list)),
        Column("capacity", _("how many"), whole_number(1, PEOPLE_MAX), example="2",
               also=("Anzahl", "Personen", "Plätze")),
        Column("capacity_left", _("how many are still free"), whole_number(0, PEOPLE_MAX),
               also=("noch frei", "freie Plätze")),
        Column("contact_with_minors", _("contact with minors"), yes_or_no, shown=_yes,
               example="ja"),
        _column(Offer, "min_notice_days", whole_number(0, DAYS_MAX), also=("Vorlauf in Tagen",)),
        *_where_and_when(Offer),
    ]  # fmt: skip


def _what(groups: Column) -> list[Column]:
    formats, known = labelled(Format.choices, {}), competences()
    return [
        Column("organisation", _("organisation"), line_of_text(150), is_needed=True,
               also=("Träger", "Unternehmen", "Verein", "Firma", "company"),
               example="Jugendhaus Beispiel e. V."),
        Column("title", _("title"), line_of_text(120), is_needed=True, also=("Überschrift",),
               example="Hilfe bei der Buchhaltung"),
        Column("description", _("description"), long_text(DESCRIPTION_MAX), is_needed=True,
               example="Drei Ordner voller Belege warten. Wer ordnet sie mit uns?"),
        Column("competencies", _("competencies"), known.several, shown=known.list),
        Column("formats", _("kinds of help"), formats.several, is_needed=True,
               also=("Art der Hilfe", "kind of help", "Format"), shown=formats.list,
               is_ordered=groups.name == "target_group",
               example=formats.shown[Format.ADVISORY_HOUR]),
        groups,
    ]  # fmt: skip


def _groups(name: str, words: Words, read: Reader, shown: Any) -> Column:
    return Column(
        name, _("for whom"), read, also=("Zielgruppe", "Zielgruppen"), shown=shown,
        is_needed=name == "target_group", example=words.shown[TargetGroup.STAFF],
    )  # fmt: skip


def _where_and_when(model: type[Need] | type[Offer]) -> list[Column]:
    languages = labelled(Language.choices, LANGUAGE_WORDS)
    return [
        Column("postcode", _("postcode"), postcode, also=("PLZ", "zip"), example="04109"),
        Column("place", _("place"), line_of_text(80), also=("Stadt", "town", "city"),
               example="Leipzig"),
        _column(model, "radius_km", whole_number(1, RADIUS_MAX, "km"), also=("Umkreis", "Radius"),
                example="50"),
        _column(model, "remote_ok", yes_or_no, also=("online", "online möglich"), shown=_yes,
                example="ja"),
        _column(model, "starts_on", day, also=("ab", "Beginn", "Start"), is_needed=True,
                shown=_day, example="01.03.2027"),
        _column(model, "ends_on", day, also=("Ende",), is_needed=True, shown=_day,
                example="30.06.2027"),
        _column(model, "languages", languages.several, shown=languages.list,
                example=languages.shown[Language.DE]),
        Column("address", _("address"), line_of_text(300), also=("Portaladresse", "Link")),
        Column("import_key", _("identifier of your own"), line_of_text(120),
               also=("Kennung", "ID", "Nummer"), example="A-1"),
    ]  # fmt: skip


def _column(model: type[Need] | type[Offer], name: str, read: Reader, **more: Any) -> Column:
    return Column(name, model._meta.get_field(name).verbose_name, read, **more)


def _yes(value: bool) -> str:  # noqa: FBT001 -- the value of a cell
    return gettext("yes") if value else gettext("no")


def _day(value: str) -> str:
    year, month, of_month = str(value).split("-")
    return f"{of_month}.{month}.{year}"
