"""A portal of its own with fresh demo data, as in production, for what looks at pages from outside."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from portal.stack import throwaway
from portal.stack.mailcatcher import free_port
from portal.stack.servers import ROOT

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
PASSWORD = "soziale-kooperation"  # noqa: S105 -- of the demo accounts, printed by `make run`
READY_SECONDS = 180
STILL_TO_MATCH = (
    "SELECT (SELECT count(*) FROM matching_need WHERE matching_due_at IS NOT NULL)"
    " + (SELECT count(*) FROM matching_offer WHERE matching_due_at IS NOT NULL)"
)


@contextmanager
def running() -> Iterator[str]:
    """The address of `make run` on servers of its own; every suggestion has been made."""
    with throwaway.stack() as folder:
        port = free_port()
        environment = {k: v for k, v in os.environ.items() if k != "EMAIL_URL"}
        environment |= {
            "PORT": str(port),
            "RUN_FOLDER": str(folder / "run"),
            "STATIC_ROOT": str(folder / "static"),
            "DEBUG": "0",
            "DEMO": "1",
            "SECRET_KEY": "a-production-like-key-of-more-than-fifty-characters-9f3k2",
        }
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "portal.stack.run"], cwd=ROOT, env=environment
        )
        try:
            address = f"http://localhost:{port}"
            _wait_until(_is_matched, supervisor)
            _wait_until(lambda: _is_ready(address), supervisor)
            yield address
        finally:
            supervisor.send_signal(signal.SIGINT)
            supervisor.wait(60)


def _wait_until(is_so: Callable[[], bool], supervisor: subprocess.Popen) -> None:
    until = time.monotonic() + READY_SECONDS
    while not is_so():
        if supervisor.poll() is not None:
            sys.exit("The portal did not start; the lines above say why.")
        if time.monotonic() > until:
            sys.exit(f"The portal was not ready within {READY_SECONDS} seconds.")
        time.sleep(1)


def _is_matched() -> bool:
    return _count(STILL_TO_MATCH) == 0 and _count("SELECT count(*) FROM matching_suggestion") > 0


def _is_ready(address: str) -> bool:
    """Pages are served, and the worker has a pulse: the admin says so when it has none."""
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 -- our own server
            return True
    except OSError:
        return False


def _count(question: str) -> int:
    """What the database answers; -1 while its tables are still being made."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    except psycopg2.errors.UndefinedTable:
        return -1
    finally:
        connection.close()


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """The installed Chromium."""
    if not Path(CHROMIUM).exists():
        sys.exit("No Chromium: install it (on Debian `sudo apt install chromium`).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *flags]
        )
        yield browser
        browser.close()


def sign_in(context: BrowserContext, who: str) -> None:
    """Sign `context` in as the demo account of "traeger", "firma" or "servicestelle"."""
    page = context.new_page()
    page.goto("/konto/login/")
    page.fill("[name=login]", f"{who}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form [type=submit]")
    page.wait_for_url(lambda url: "/konto/login/" not in url)
    page.close()
