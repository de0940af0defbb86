"""The order of daily lists: fit first, with a small lift for good offers that hardly anybody sees.

Top lists alone send everybody to the same few offers. The rule is `matching.engine.lift`. Scores
and ranks stay untouched, so nothing has to be matched anew, and the order does not chase its own
tail.
"""

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)  # fmt: skip
from django.db.models.functions import Coalesce, Greatest

from matching.engine.lift import FIRST_PLACES, LIFT, SEEN_ENOUGH
from matching.models import Suggestion


def with_lift(suggestions: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """Annotates `seen`, `lift` and `lifted` (score plus lift): the same rule, in the database."""
    others = (
        Suggestion.objects.filter(offer=OuterRef("offer"), rank_for_need__lte=FIRST_PLACES)
        .exclude(need=OuterRef("need"))
        .order_by()
        .values("offer")
    )
    seen = Coalesce(Subquery(others.annotate(n=Count("pk")).values("n")), 0)
    left = Greatest(F("offer__capacity") - F("offer__capacity_taken"), 1)
    share = ExpressionWrapper(
        Value(1.0) - F("seen") * Value(1.0) / (left * Value(float(SEEN_ENOUGH))),
        output_field=FloatField(),
    )
    return suggestions.annotate(seen=seen).annotate(
        lift=Value(LIFT) * Greatest(share, Value(0.0), output_field=FloatField()),
        lifted=ExpressionWrapper(F("score") + F("lift"), output_field=FloatField()),
    )
