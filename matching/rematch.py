"""A full rematch as a batch that can be watched, stopped, resumed and that survives killed workers.

Everything open is cut into parts. A task takes one free part (`SKIP LOCKED`), ranks its listings
and writes what differs, all in one transaction, and then calls for the next task. Several such
chains run side by side, so more workers mean a faster run. A chain that dies with its worker leaves
its part free; when nothing moves any more, the sweep starts new chains.
"""

import logging
from datetime import timedelta
from itertools import islice

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from matching import sync
from matching.engine import RecordError
from matching.lists import Side, store_lists
from matching.live_index import LiveIndex
from matching.models import MatchingPart, MatchingRun, RunState
from portal.foundation.wake import wake
from profiles.models import User

logger = logging.getLogger(__name__)

PART = 50  # listings; about half a second's work, so that single listings need not wait long
CHAINS = 8
STALLED_AFTER = timedelta(minutes=1)
TASK = "matching.tasks.rematch_part"


def start(by: User | None = None) -> MatchingRun:
    """Begin a full rematch, or give the one that is running."""
    try:
        with transaction.atomic():
            run = MatchingRun.objects.create(started_by=by)
            for side in sync.SIDES.values():
                MatchingPart.objects.bulk_create(_parts(run, side), batch_size=2000)
    except IntegrityError:
        return MatchingRun.objects.get(state=RunState.RUNNING)
    _call_workers(run)
    return run


def stop(run: MatchingRun) -> bool:
    """Stop after the parts at work; False when it was not running."""
    return bool(
        MatchingRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
            state=RunState.STOPPED, ended_at=timezone.now()
        )
    )


def resume(run: MatchingRun) -> bool:
    """Go on where a stopped run ended; False when it is not stopped or another one is running."""
    try:
        with transaction.atomic():
            resumed = MatchingRun.objects.filter(pk=run.pk, state=RunState.STOPPED).update(
                state=RunState.RUNNING, ended_at=None
            )
    except IntegrityError:
        return False
    if resumed:
        _call_workers(run)
    return bool(resumed)


def work(run_id: int, *, index: LiveIndex | None = None) -> bool:
    """Do one part; False when there is nothing left to take."""
    with transaction.atomic():
        part = (
            MatchingPart.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(run_id=run_id, run__state=RunState.RUNNING, done_at=None)
            .order_by("pk")
            .first()
        )
        if part is None:
            _finish(run_id)
            return False
        _do(part, index or sync.process_index)
    return True


def nudge() -> None:
    """Start the chains of a run anew when nothing moves any more (workers were killed)."""
    run = MatchingRun.objects.filter(state=RunState.RUNNING).first()
    if run is None:
        return
    moved_at = run.parts.aggregate(newest=Max("done_at"))["newest"] or run.started_at
    if moved_at < timezone.now() - STALLED_AFTER:
        _call_workers(run)


def _parts(run: MatchingRun, side: Side) -> list[MatchingPart]:
    """Open listings by number, and those that still have suggestions although they are closed."""
    wanted = Q(pk__in=side.model.objects.open()) | Q(suggestions__isnull=False)
    rows = side.model.objects.filter(wanted).order_by("pk").distinct()
    pks = iter(rows.values_list("pk", flat=True))
    parts = []
    while some := list(islice(pks, PART)):
        bounds = {"first_pk": some[0], "last_pk": some[-1]}
        parts.append(MatchingPart(run=run, side=side.own, listings=len(some), **bounds))
    return parts


def _call_workers(run: MatchingRun) -> None:
    for _chain in range(CHAINS):
        wake(TASK, run.pk)


def _do(part: MatchingPart, index: LiveIndex) -> None:
    side = sync.SIDES[part.side]
    wanted = Q(pk__in=side.model.objects.open()) | Q(suggestions__isnull=False)
    between = side.model.objects.filter(pk__range=(part.first_pk, part.last_pk))
    try:
        with transaction.atomic():
            lists = sync.rank(side, between.filter(wanted).distinct(), index)
            part.changed = store_lists(side, lists)
    except (DatabaseError, RecordError) as error:
        # The listings keep their old suggestions; admin shows what went wrong.
        logger.exception("part %s of a full rematch failed", part.pk)
        part.error = f"{type(error).__name__}: {error}"[:2000]
    part.done_at = timezone.now()
    part.save(update_fields=["changed", "error", "done_at"])


def _finish(run_id: int) -> None:
    """Note the end when no part is left, not even one that another worker holds."""
    if not MatchingPart.objects.filter(run_id=run_id, done_at=None).exists():
        MatchingRun.objects.filter(pk=run_id, state=RunState.RUNNING).update(
            state=RunState.FINISHED, ended_at=timezone.now()
        )
