"""What comparing a line with an entry gives, whatever kind they are of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.foundation.spreadsheets import safe
from portal.site.importing.cells import BadCell, harmless, quoted
from portal.site.importing.columns import Column
from portal.site.models import Choice, ImportLine, Verdict

CANDIDATES = 3
DEFAULTS = {
    Verdict.NEW: Choice.CREATE,
    Verdict.CHANGED: Choice.UPDATE,
    Verdict.DUPLICATE: Choice.SKIP,
    Verdict.UNCHANGED: "",
    Verdict.FAULTY: "",
}


def changes_of(
    values: Mapping[str, Any], current: Mapping[str, Any], columns: Iterable[Column]
) -> list[dict[str, str]]:
    """Where a line says something else than an entry: name of the column, old and new as words.

    What the line does not say stays as it is. What is known of a contact person is not shown.
    """
    changes = []
    for column in columns:
        old, new = current.get(column.name), values.get(column.name)
        if column.name not in current or new is None:
            continue
        if _same(old, new) and (not column.is_ordered or old[:1] == new[:1]):
            continue
        shown = "" if old in (None, "", []) else str(column.shown(old))
        if column.is_private and shown:
            shown = _("given")
        changes.append({"name": column.name, "old": shown, "new": str(column.shown(new))})
    return changes


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        return sorted(old) == sorted(new)
    if isinstance(old, str) and isinstance(new, str):
        return " ".join(old.split()) == " ".join(new.split())
    return old == new


def fault(text: str, column: Column | None = None, place: str = "") -> dict[str, str]:
    """A sentence about a line, or about one of its columns."""
    where = f"{place} {quoted(column.title)}".strip() if column else ""
    return {"column": where, "text": text}


def settle(line: ImportLine, verdict: str) -> None:
    """Give `line` its verdict, and what is done with it unless somebody decides otherwise."""
    line.verdict = Verdict.FAULTY if line.faults else verdict
    line.choice, line.chosen_id = DEFAULTS[line.verdict], None
    if line.choice == Choice.UPDATE:
        line.chosen_id = line.target_id


def check_marked(line: ImportLine, current: Mapping[str, Any], columns: Iterable[Column]) -> None:
    """Texts that an apostrophe marked as no formula are taken over only if they are here already.

    Exports mark them so; what comes from elsewhere is refused like any other formula.
    """
    for column in columns:
        text = line.values.get(column.name)
        if column.name not in line.marked or not isinstance(text, str):
            continue
        if safe(text) == text or _same(current.get(column.name), text):
            continue
        try:
            line.values[column.name] = harmless(text).text
        except BadCell as error:
            line.faults.append(fault(str(error), column, line.marked[column.name]))


def missing(line: ImportLine, columns: Iterable[Column]) -> list[dict[str, str]]:
    """What a new entry needs and the line does not say."""
    return [
        fault(_("This cell is empty. A new entry needs it: please fill it in."), column)
        for column in columns
        if column.is_needed and line.values.get(column.name) in (None, "", [])
    ]
