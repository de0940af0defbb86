"""How much of a file is read. Whatever is larger is refused with a sentence, before it costs much."""

from typing import Final

from portal.foundation.uploads.refusing import MAX_BYTES

__all__ = ["MAX_BYTES", "MAX_CELL", "MAX_COLUMNS", "MAX_ROWS", "MAX_ROWS_SEEN", "ROWS_ABOVE"]

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 100
MAX_CELL: Final = 10_000
# Rows that are looked at, empty ones among them: a workbook can claim to go on for ever.
MAX_ROWS_SEEN: Final = 5 * MAX_ROWS
# Headings stand in one of the first rows; above them people write titles.
ROWS_ABOVE: Final = 10
