"""The portal as it runs in production, on the test database: gunicorn, hashed and packed files."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

from portal.stack.mailcatcher import free_port


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server process that is ready; files are collected into `folder`."""
    port = free_port()
    address = f"http://localhost:{port}"
    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
        "DEBUG": "0",
        "SECRET_KEY": "a-production-like-key-of-more-than-fifty-characters-9f3k2",
        "SITE_URL": address,
        "STATIC_ROOT": str(folder),
        "ADMIN_REQUIRES_MFA": "0",
        "LOG_LEVEL": "WARNING",
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        env=environment,
        check=True,
    )
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--threads", "4", "--no-control-socket"], env=environment)
    try:
        wait_for(f"{address}/healthz")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 -- our own server
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
