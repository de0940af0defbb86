"""What a task does for an import: read, compare in parts, store at once, invite in parts.

The row tells what is due. A task claims it by its lock, so two never work on the same one; when it
dies, the database takes the lock back, and the sweep finds the row. What failed ATTEMPTS times is
given back to people with a sentence.
"""

import logging
from datetime import timedelta
from typing import Final

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.foundation import history
from portal.foundation.changed_xid import snapshot
from portal.foundation.refusals import Refused
from portal.site.importing import storing_organisations
from portal.site.importing.kinds import KINDS
from portal.site.importing.lines import lines_of
from portal.site.importing.reading import BadFile
from portal.site.importing.runs import KEPT_FOR, taken_lines
from portal.site.models import Choice, ImportKind, ImportLine, ImportRun, ImportState, Verdict

logger = logging.getLogger(__name__)

AT_ONCE: Final = 500
INVITED_AT_ONCE: Final = 50
ATTEMPTS: Final = 3
# A wake-up is under way for what became due just now; the sweep leaves it this head start.
SWEEP_AFTER: Final = timedelta(seconds=10)
COMPARED = [
    "values", "faults", "notices", "verdict", "target_id", "seen", "changes", "candidates",
    "choice", "chosen_id", "cells",
]  # fmt: skip


def work(run_id: int) -> None:
    """Do everything that is due for one import, step by step. May run twice or at once."""
    while _claim(run_id):
        try:
            _step(run_id)
        except (DatabaseError, MemoryError, SoftTimeLimitExceeded):
            logger.exception("import %s: a step failed", run_id)
            _give_back_when_hopeless(run_id)
            return


def sweep() -> None:
    """Work on what a lost wake-up or a killed worker left behind."""
    overdue = ImportRun.objects.filter(due_at__lte=timezone.now() - SWEEP_AFTER)
    for pk in list(overdue.values_list("pk", flat=True)):
        work(pk)


@transaction.atomic
def _claim(run_id: int) -> bool:
    """Count one more attempt; False when nothing is due or somebody else is at work.

    Committed before the step begins: a file that kills the worker must not do so for ever.
    """
    run = _due(run_id)
    if run is None:
        return False
    if run.attempts >= ATTEMPTS:
        _give_back(run)
        return False
    ImportRun.objects.filter(pk=run.pk).update(attempts=F("attempts") + 1)
    return True


def _due(run_id: int) -> ImportRun | None:
    return (
        ImportRun.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("started_by", "confirmed_by")
        .filter(pk=run_id, due_at__lte=timezone.now())
        .first()
    )


@transaction.atomic
def _step(run_id: int) -> None:
    run = _due(run_id)
    if run is None:
        return
    person = run.confirmed_by or run.started_by
    with translation.override(person.language if person else "de"):
        {
            ImportState.READING: _read,
            ImportState.CHECKING: _compare_some,
            ImportState.STORING: _store,
            ImportState.INVITING: _invite_some,
        }[run.state](run)
    run.attempts = 0
    run.save()


def _read(run: ImportRun) -> None:
    try:
        lines = lines_of(run, KINDS[run.kind])
    except BadFile as refusal:
        run.state, run.problem, run.due_at = ImportState.REFUSED, str(refusal), None
    else:
        run.seen_xid = snapshot()[0]
        run.lines.all().delete()
        ImportLine.objects.bulk_create(lines, batch_size=AT_ONCE)
        run.state, run.due_at = ImportState.CHECKING, timezone.now()
    # What the file says is in the lines now.
    run.content = None


def _compare_some(run: ImportRun) -> None:
    lines = list(run.lines.filter(verdict="").order_by("number")[:AT_ONCE])
    if lines:
        _compare(run, lines)
    else:
        run.state, run.due_at = ImportState.READY, None


def _compare(run: ImportRun, lines: list[ImportLine]) -> None:
    kind = KINDS[run.kind]
    kind.compare(lines, kind.columns())
    for line in lines:
        if line.verdict != Verdict.FAULTY:
            line.cells = []
    _save(lines, COMPARED)


def _save(lines: list[ImportLine], fields: list[str]) -> None:
    # `bulk_update` writes a CASE for each value of each row: many times slower.
    ImportLine.objects.bulk_create(
        lines, batch_size=AT_ONCE, update_conflicts=True, update_fields=fields, unique_fields=["id"]
    )


def _store(run: ImportRun) -> None:
    kind, by = KINDS[run.kind], run.confirmed_by
    lines = list(taken_lines(run))
    try:
        if by is None or not by.is_moderator:
            raise Refused(_("Only the Servicestelle decides this."))
        kind.refuse_own(lines, by)
        stale = kind.changed_meanwhile(lines, run.seen_xid)
        if stale:
            run.seen_xid = snapshot()[0]
            _compare(run, stale)
            raise Refused(_stale_sentence(len(stale)))
    except Refused as refusal:
        _back_to_people(run, str(refusal))
        return
    kind.store(lines, run.options, by=by)
    _save(lines, ["target_id"])
    history.record(run, "import stored", by=by, comment=_summary(run, lines))
    run.expires_at = timezone.now() + KEPT_FOR
    run.state, run.due_at = ImportState.DONE, None
    if run.kind == ImportKind.ORGANISATIONS and run.options.get("invite"):
        asked = run.lines.exclude(choice=Choice.SKIP).exclude(target_id=None)
        lonely = storing_organisations.without_owner(list(asked))
        run.lines.filter(pk__in=[line.pk for line in lonely]).update(to_invite=True)
        run.state, run.due_at = ImportState.INVITING, timezone.now()


def _invite_some(run: ImportRun) -> None:
    lines = list(run.lines.filter(to_invite=True).order_by("number")[:INVITED_AT_ONCE])
    for line in lines:
        storing_organisations.invite(line, by=run.confirmed_by)
        line.to_invite = False
    _save(lines, ["to_invite"])
    run.options["invited"] = run.options.get("invited", 0) + len(lines)
    if not lines:
        run.state, run.due_at = ImportState.DONE, None


def _summary(run: ImportRun, lines: list[ImportLine]) -> str:
    created = sum(line.choice == Choice.CREATE for line in lines)
    return _("%(file)s: %(created)d created, %(updated)d updated") % {
        "file": run.file_name,
        "created": created,
        "updated": len(lines) - created,
    }


def _stale_sentence(count: int) -> str:
    return ngettext(
        "Nothing has been stored: meanwhile something changed that %(count)d line is about. It has "
        "been compared anew; please look at it again.",
        "Nothing has been stored: meanwhile something changed that %(count)d lines are about. They "
        "have been compared anew; please look at them again.",
        count,
    ) % {"count": count}


def _back_to_people(run: ImportRun, sentence: str) -> None:
    run.state, run.due_at, run.problem = ImportState.READY, None, sentence
    run.confirmed_by = run.confirmed_at = None
    run.version += 1


@transaction.atomic
def _give_back_when_hopeless(run_id: int) -> None:
    run = _due(run_id)
    if run is None:
        return
    if run.attempts >= ATTEMPTS:
        _give_back(run)
    else:
        run.due_at = timezone.now() + timedelta(seconds=20) * run.attempts
        run.save(update_fields=["due_at"])


def _give_back(run: ImportRun) -> None:
    """After too many failures: people decide what happens next."""
    with translation.override(run.started_by.language if run.started_by else "de"):
        if run.state == ImportState.STORING:
            _back_to_people(run, _("Storing did not succeed, and nothing was stored. Please try "
                                   "again later."))  # fmt: skip
        elif run.state == ImportState.INVITING:
            run.state, run.due_at = ImportState.DONE, None
            run.problem = _("Everything is stored, but not all invitations could be written.")
        else:
            run.state, run.due_at, run.content = ImportState.REFUSED, None, None
            run.problem = _("This file could not be read. Please copy its table to a new file.")
    run.save()
