"""The agreement on paper: what is agreed, who confirmed it when, and the check sum of the version."""

from datetime import date, datetime
from pathlib import Path

from django.utils import timezone, translation
from django.utils.formats import date_format

from cooperation.models import AgreementVersion, CooperationSide
from portal.foundation import pdf

TEMPLATE = Path(__file__).parent / "pdf" / "agreement.typ"


def agreement_pdf(version: AgreementVersion) -> bytes:
    """The PDF of a proposed version, in German. The same state of it gives the same bytes."""
    confirmed = [at for side in CooperationSide.values if (at := _confirmed_at(version, side))]
    return pdf.make(TEMPLATE, document(version), made_at=max([version.proposed_at, *confirmed]))


def file_name(version: AgreementVersion) -> str:
    """What a browser saves it as."""
    return f"vereinbarung-{version.cooperation.public_id.hex[:8]}-v{version.number}.pdf"


def document(version: AgreementVersion) -> dict[str, object]:
    """Everything that stands in the PDF, as plain values."""
    with translation.override("de"):
        told = _told(version)
    shown = pdf.printable(told)
    is_lossy = pdf.UNPRINTABLE in str(shown) and pdf.UNPRINTABLE not in str(told)
    return shown | {"unprintable": is_lossy, "stand_in": pdf.UNPRINTABLE}


def _told(version: AgreementVersion) -> dict[str, object]:
    fields = {name: _shown(value) for name, value in version.contents.items()}
    return fields | {
        "number": version.number,
        "seeking": version.seeking_name,
        "offering": version.offering_name,
        "ground_rules": version.ground_rules,
        "proposed_by": version.proposed_by_name,
        "proposed_at": moment(version.proposed_at),
        "superseded_at": moment(version.superseded_at) if version.superseded_at else "",
        "in_force_since": moment(version.in_force_since) if version.in_force_since else "",
        "confirmations": [
            {
                "side": side,
                "name": getattr(version, f"confirmed_{side}_name"),
                "at": moment(at) if (at := _confirmed_at(version, side)) else "",
            }
            for side in CooperationSide.values
        ],
        "sum": version.sha256,
        "short_sum": version.short_sum,
    }


def moment(at: datetime) -> str:
    """A time as it was in Germany, such as “31. Mai 2027, 14:05 Uhr”."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j. F Y')}, {local:%H:%M} Uhr"


def _confirmed_at(version: AgreementVersion, side: str) -> datetime | None:
    return getattr(version, f"confirmed_{side}_at")


def _shown(value: object) -> str:
    if isinstance(value, date):
        return date_format(value, "j. F Y")
    return "" if value is None else str(value)
