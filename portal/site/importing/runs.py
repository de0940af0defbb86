"""The life of an import: uploaded, read, compared, looked at, confirmed, stored, forgotten.

What people do is a function here; what takes longer than a moment is done by a task (`work.py`),
which finds it by `due_at`.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.foundation import history
from portal.foundation.refusals import Refused
from portal.foundation.wake import wake
from portal.site.importing.kinds import KINDS
from portal.site.importing.limits import MAX_BYTES
from portal.site.models import Choice, ImportKind, ImportLine, ImportRun, ImportState, Verdict
from profiles.models import User

KEPT_FOR: Final = timedelta(days=7)
TASK: Final = "portal.site.tasks.work_on_import"
# What may be chosen for a line of each verdict.
POSSIBLE: Final = {
    Verdict.NEW: {Choice.CREATE, Choice.SKIP},
    Verdict.CHANGED: {Choice.UPDATE, Choice.SKIP},
    Verdict.DUPLICATE: {Choice.CREATE, Choice.UPDATE, Choice.SKIP},
}


@transaction.atomic
def prepare(kind: str, file_name: str, content: bytes, *, by: User) -> ImportRun:
    """Take an upload. Nothing of it is stored as an entry before somebody confirms."""
    _require_moderator(by)
    if not content.strip():
        raise Refused(_("This file is empty. Please choose the one with your table."))
    if len(content) > MAX_BYTES:
        raise Refused(_("This file is larger than 10 MB. Please divide it into several files."))
    name = "".join(letter for letter in file_name if letter.isprintable())[-150:]
    run = ImportRun.objects.create(
        kind=kind,
        file_name=name or _("file"),
        content=content,
        started_by=by,
        due_at=timezone.now(),
        expires_at=timezone.now() + KEPT_FOR,
    )
    history.record(run, "import prepared", by=by, comment=run.file_name)
    wake(TASK, run.pk)
    return run


@transaction.atomic
def choose(run: ImportRun, answers: Mapping[int, str], *, by: User) -> int:
    """Keep what a moderator chose for lines: by primary key "skip", "create", "update" or, where
    several may be the same one, "update:<id>". Returns how many changed. Raises Refused."""
    _require_moderator(by)
    run = _ready(run)
    changed = []
    for line in run.lines.filter(pk__in=answers).select_for_update(no_key=True):
        choice, _colon, chosen = answers[line.pk].partition(":")
        before = (line.choice, line.chosen_id)
        _choose_one(line, choice, chosen)
        if before != (line.choice, line.chosen_id):
            changed.append(line)
    if changed:
        ImportLine.objects.bulk_update(changed, ["choice", "chosen_id", "seen", "target_id"])
        run.version += 1
        run.save(update_fields=["version"])
    return len(changed)


def _choose_one(line: ImportLine, choice: str, chosen: str) -> None:
    if choice not in POSSIBLE.get(line.verdict, set()):
        raise Refused(_("Line %(line)d cannot be taken over like that.") % {"line": line.number})
    line.choice, line.chosen_id = choice, None
    if choice != Choice.UPDATE:
        return
    if line.verdict == Verdict.CHANGED:
        line.chosen_id = line.target_id
        return
    candidate = next((c for c in line.candidates if str(c["id"]) == chosen), None)
    if candidate is None or candidate["against"]:
        raise Refused(_("Line %(line)d cannot be taken over like that.") % {"line": line.number})
    line.chosen_id, line.seen = candidate["id"], candidate["seen"]


@transaction.atomic
def confirm(run: ImportRun, options: dict[str, Any], *, version: int, by: User) -> ImportRun:
    """Have everything stored that is chosen. `version` is the one that the moderator has seen.

    Raises Refused when somebody was faster, or decided something else meanwhile.
    """
    _require_moderator(by)
    run = _ready(run)
    if run.version != version:
        raise Refused(
            _("Somebody has changed the choices since you opened the page. Please look again.")
        )
    kind = KINDS[run.kind]
    if options.get("status") not in dict(kind.statuses):
        raise Refused(_("Please choose the status of the new entries."))
    if run.kind == ImportKind.NEEDS and not options.get("replaces_no_staff"):
        raise Refused(_("Please confirm that no paid professional is replaced by this help."))
    taken = list(taken_lines(run).only("run", "choice", "chosen_id", "values"))
    if not taken and not options.get("invite"):
        raise Refused(_("There is nothing to take over: every line is left out."))
    kind.refuse_own(taken, by)
    run.options, run.problem = options, ""
    run.confirmed_by, run.confirmed_at = by, timezone.now()
    run.state, run.due_at, run.attempts = ImportState.STORING, timezone.now(), 0
    run.save()
    wake(TASK, run.pk)
    return run


@transaction.atomic
def discard(run: ImportRun, *, by: User) -> None:
    """Forget a prepared import with all its lines."""
    _require_moderator(by)
    run = _locked(run)
    if run.state in {ImportState.STORING, ImportState.INVITING}:
        raise Refused(_("This import is being stored at the moment."))
    history.record(run, "import discarded", by=by, comment=run.file_name)
    run.delete()


def forget_expired() -> int:
    """Delete imports, and with them what their files said, when their days are over."""
    old = ImportRun.objects.filter(expires_at__lte=timezone.now()).exclude(
        state__in=[ImportState.STORING, ImportState.INVITING]
    )
    pks = list(old.values_list("pk", flat=True))
    ImportRun.objects.filter(pk__in=pks).delete()
    return len(pks)


def taken_lines(run: ImportRun):  # noqa: ANN201 -- a queryset
    """Lines that will be stored, in the order of the file."""
    return run.lines.filter(choice__in=[Choice.CREATE, Choice.UPDATE]).order_by("number")


def _ready(run: ImportRun) -> ImportRun:
    run = _locked(run)
    if run.state in {ImportState.STORING, ImportState.INVITING, ImportState.DONE}:
        raise Refused(
            _("%(person)s has confirmed this import already.")
            % {"person": run.confirmed_by or _("Somebody")}
        )
    if not run.is_ready:
        raise Refused(_("This import cannot be confirmed (any more). Please prepare it anew."))
    return run


def _locked(run: ImportRun) -> ImportRun:
    found = (
        ImportRun.objects.select_for_update(of=("self",), no_key=True)
        .defer("content")
        .select_related("confirmed_by")
        .filter(pk=run.pk)
        .first()
    )
    if found is None:
        raise Refused(_("This import is gone: somebody has discarded it, or its days were over."))
    return found


def _require_moderator(by: User) -> None:
    if not by.is_moderator:
        raise Refused(_("Only the Servicestelle decides this."))
