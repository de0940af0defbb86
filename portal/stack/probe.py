"""Health check inside the containers: `probe.py URL`, or `probe.py FILE SECONDS`.

A URL is well when it answers 200; a file when it, or one whose name continues it (a database's
journal), was written within SECONDS. Called by path and with the standard library only: importing
the portal loads Celery, which is too much for every half minute.
"""

import http.client
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 5


def main(arguments: list[str]) -> None:
    """End silently when well, else with a sentence and exit code 1."""
    match arguments:
        case [url]:
            trouble = _trouble_of_page(url)
        case [file, seconds]:
            trouble = _trouble_of_file(Path(file), float(seconds))
        case _:
            trouble = "Usage: probe.py URL | probe.py FILE SECONDS"
    if trouble:
        sys.exit(trouble)


def _trouble_of_page(url: str) -> str:
    parts = urlsplit(url)
    try:
        connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_SECONDS)
        connection.request("GET", parts.path, headers={"Host": _allowed_host()})
        answer = connection.getresponse()
        body = answer.read(100).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"{url}: {error}"
    return "" if answer.status == 200 else f"{url}: {answer.status} {body}"


def _allowed_host() -> str:
    """A host name that Django accepts: its own address is rightly not among ALLOWED_HOSTS."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    if first and first != "*":
        return first
    return urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"


def _trouble_of_file(file: Path, seconds: float) -> str:
    written = max((path.stat().st_mtime for path in file.parent.glob(file.name + "*")), default=0.0)
    age = time.time() - written
    return "" if age < seconds else f"{file}: not written for {age:.0f} s"


if __name__ == "__main__":
    main(sys.argv[1:])
