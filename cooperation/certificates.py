"""A certificate of engagement for the people who helped: made on demand, their names are not kept."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cooperation.acting import require_side
from cooperation.closing import OPEN_FOR_OUTCOMES
from cooperation.models import Cooperation, CooperationSide
from portal.foundation import history, pdf
from portal.foundation.refusals import Refused
from profiles.models import User

TEMPLATE = Path(__file__).parent / "pdf" / "certificate.typ"
PEOPLE_MAX = 30


@transaction.atomic
def issue(cooperation: Cooperation, names: list[str], words: str, *, by: User) -> bytes:
    """A PDF with one page for each name, signed in the name of the Träger by `by`.

    The history keeps how many were made, not for whom. Raises Refused before the work is done, and
    `pdf.NoPdf` when the document cannot be made.
    """
    require_side(cooperation, CooperationSide.SEEKING, by=by)
    if cooperation.status not in OPEN_FOR_OUTCOMES:
        raise Refused(_("A certificate is made once the work is done."))
    with translation.override("de"):
        document = _document(cooperation, names, words, by=by)
    made = pdf.make(TEMPLATE, document, made_at=timezone.now())
    history.record(cooperation, "certificate made", by=by, comment=str(len(names)))
    return made


def words_for(cooperation: Cooperation) -> str:
    """A first text, in German, for the Träger to make its own."""
    with translation.override("de"):
        return _(
            "In “%(title)s” (%(format)s) you have given your time and your knowledge. The team and "
            "the young people of our house say thank you."
        ) % {"title": cooperation, "format": cooperation.get_format_display()}


def _document(
    cooperation: Cooperation, names: list[str], words: str, *, by: User
) -> dict[str, object]:
    hours = cooperation.work_logs.sums()["confirmed"]
    return {
        "names": names,
        "words": words,
        "title": str(cooperation),
        "seeking": cooperation.seeking.name,
        "offering": cooperation.offering.name,
        "begun": date_format(timezone.localdate(cooperation.began_at), "F Y"),
        "ended": date_format(timezone.localdate(cooperation.status_since), "F Y"),
        "hours": number_format(hours) if hours else "",
        "place": cooperation.seeking.sites.filter(is_main=True)
        .values_list("place", flat=True)
        .first()
        or "",
        "day": date_format(timezone.localdate(), "j. F Y"),
        "signed_by": str(by),
    }
