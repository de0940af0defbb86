"""Reading needs and offers from JSON-lines files; a bad line is reported and the rest goes on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from matching.engine.records import NeedRecord, OfferRecord, RecordError

Record = TypeVar("Record", NeedRecord, OfferRecord)


@dataclass(frozen=True, slots=True)
class BadLine:
    """Why a line was left out."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


def read_records(
    path: Path, build: Callable[[dict[str, Any]], Record]
) -> tuple[list[Record], list[BadLine]]:
    """Usable records and the bad lines of a file; raises OSError when it cannot be read."""
    records: dict[str, Record] = {}
    bad: list[BadLine] = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = build(json.loads(line))
                if record.id in records:
                    raise RecordError(record.id, "id", "stands twice in the file")
                records[record.id] = record
            except RecordError as error:
                bad.append(BadLine(path.name, number, error.field, error.message))
            except (ValueError, RecursionError) as error:
                bad.append(BadLine(path.name, number, "line", f"not readable as JSON ({error})"))
    return list(records.values()), bad
