"""What the preview shows of an import: how much of what, and its lines as plain values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.site.importing.kinds import KINDS
from portal.site.models import Choice, ImportLine, ImportRun, Verdict

ALL = "all"


class Option(NamedTuple):
    """Something that can be done with a line."""

    value: str
    label: str
    is_chosen: bool


class Shown(NamedTuple):
    """A line of the preview."""

    pk: int
    number: int
    title: str
    verdict: str
    verdict_label: str
    faults: list[dict[str, str]]
    notices: list[dict[str, str]]
    changes: list[dict[str, str]]
    candidates: list[dict[str, Any]]
    options: list[Option]


def counts(run: ImportRun) -> dict[str, int]:
    """How many lines of each verdict there are, of all ("all"), and that will be taken."""
    found = {verdict.value: 0 for verdict in Verdict}
    found |= {"create": 0, "update": 0, "skip": 0, "unchecked": 0}
    rows = run.lines.order_by().values_list("verdict", "choice").annotate(count=Count("pk"))
    for verdict, choice, count in rows:
        found[verdict or "unchecked"] += count
        if choice:
            found[choice] += count
    found[ALL] = sum(found[verdict] for verdict in Verdict) + found["unchecked"]
    return found


def shown(run: ImportRun, lines: Iterable[ImportLine]) -> list[Shown]:
    """Lines as the preview shows them."""
    kind = KINDS[run.kind]
    titles = {column.name: column.title for column in kind.columns()}
    return [_shown(line, kind.title_of, titles) for line in lines]


def _shown(
    line: ImportLine, title_of: Callable[[Mapping[str, Any]], str], titles: dict[str, str]
) -> Shown:
    return Shown(
        pk=line.pk,
        number=line.number,
        title=title_of(line.values) or " · ".join(cell for cell in line.cells if cell.strip()),
        verdict=line.verdict,
        verdict_label=line.get_verdict_display(),
        faults=line.faults,
        notices=line.notices,
        changes=_titled(line.changes, titles),
        candidates=[c | {"changes": _titled(c["changes"], titles)} for c in line.candidates],
        options=list(_options(line)),
    )


def _titled(changes: list[dict[str, str]], titles: dict[str, str]) -> list[dict[str, str]]:
    return [change | {"title": titles.get(change["name"], "")} for change in changes]


def _options(line: ImportLine) -> Iterator[Option]:
    if line.verdict == Verdict.NEW:
        yield _option(line, Choice.CREATE, _("create"))
    elif line.verdict == Verdict.CHANGED:
        yield _option(line, Choice.UPDATE, _("update"))
    if line.verdict in {Verdict.NEW, Verdict.CHANGED, Verdict.DUPLICATE}:
        yield _option(line, Choice.SKIP, _("leave out"))
    if line.verdict == Verdict.DUPLICATE:
        for candidate in line.candidates:
            if not candidate["against"]:
                label = _("update “%(name)s”") % {"name": candidate["name"]}
                chosen = line.choice == Choice.UPDATE and line.chosen_id == candidate["id"]
                yield Option(f"update:{candidate['id']}", label, chosen)
        yield _option(line, Choice.CREATE, _("create new all the same"))


def _option(line: ImportLine, choice: str, label: str) -> Option:
    return Option(str(choice), label, line.choice == choice)


def faulty_rows(run: ImportRun) -> Iterator[list[object]]:
    """Faulty lines as they came, with the faults in front: to be mended and uploaded again."""
    yield [_("Line"), _("What is wrong"), *run.headings]
    for line in run.lines.filter(verdict=Verdict.FAULTY).order_by("number").iterator(500):
        sentences = (": ".join(filter(None, (f["column"], f["text"]))) for f in line.faults)
        yield [line.number, " ".join(sentences), *line.cells]


def template_rows(kind: str) -> Iterator[list[object]]:
    """Headings and one example."""
    columns = KINDS[kind].columns()
    yield [column.title for column in columns]
    yield [column.example for column in columns]
