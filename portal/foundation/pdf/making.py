"""Making a PDF from a typst template and values, in a process that can be ended.

Why typst, and why in a process of its own: docs/decisions/0006-pdf.md.
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from portal.foundation.pdf.printable import printable

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
# What templates may import from; nothing that people write can import anything.
ROOT = HERE.parents[2]
WORKER = HERE / "worker.py"
# A document of ordinary length takes a third of a second, the longest that forms allow about one.
SECONDS = 20
# Characters of all values together. Forms allow far less; this stops a mistake of ours.
LONGEST = 400_000


class NoPdf(Exception):  # noqa: N818 -- says what happened
    """The document could not be made: a fault in the template, or it took too long."""


def make(template: Path, document: dict[str, object], *, made_at: datetime) -> bytes:
    """The PDF of `template` (a .typ file) with `document`, which is `sys.inputs.document` there.

    `document` holds what JSON can hold; its strings may be anything anybody has typed. `made_at` is
    the document's date: the same values and the same time give the same bytes. The PDF is PDF/A-2a
    and PDF/UA-1. Raises NoPdf.
    """
    document = printable(document)
    order = {
        "template": str(template),
        "root": str(ROOT),
        "fonts": str(FONTS),
        "document": document,
        "made_at": made_at.replace(microsecond=0).isoformat(),
    }
    text = json.dumps(order)
    if len(text) > LONGEST:
        raise NoPdf(f"{template.name}: {len(text)} characters are too many")
    try:
        done = subprocess.run(  # noqa: S603 -- our own program with our own arguments
            [sys.executable, "-I", str(WORKER)],
            input=text.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPdf(f"{template.name} took longer than {SECONDS} seconds") from error
    if done.returncode != 0:
        raise NoPdf(f"{template.name}: {done.stderr.decode(errors='replace')[:2000]}")
    return done.stdout
