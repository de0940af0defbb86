"""Which suggested pairs know each other already: they are not suggested again.

`cooperation.apps` hands these to matching, which knows no enquiries.
"""

from django.db.models import Exists, OuterRef, QuerySet

from cooperation.models import Enquiry
from cooperation.querysets import UNDECIDED


def not_met(suggestions: QuerySet) -> QuerySet:
    """Suggested pairs between which no enquiry is undecided or accepted.

    One need between the same two is one matter, whichever offer it names; and so is an enquiry that
    names only the offer. Two questions instead of one with OR, so that each has its index.
    """
    met = Enquiry.objects.filter(status__in=[*UNDECIDED, "accepted"])
    need, offer = OuterRef("need"), OuterRef("offer")
    return suggestions.filter(
        ~Exists(met.filter(need=need, offering=OuterRef("offer__organisation"))),
        ~Exists(met.filter(need=None, offer=offer, seeking=OuterRef("need__organisation"))),
    )


def not_asked_about(suggestions: QuerySet) -> QuerySet:
    """Suggested pairs about which nobody has asked the other side, or only in vain."""
    asked = Enquiry.objects.filter(need=OuterRef("need"), offer=OuterRef("offer"))
    return suggestions.exclude(Exists(asked.exclude(status__in=["withdrawn", "lapsed"])))
