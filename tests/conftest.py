"""What tests share: a clean index, a real browser, a real worker, a real mail catcher."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection

from matching import sync
from matching.live_index import LiveIndex
from portal.site.search.live import process_search
from portal.stack import mailcatcher

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_process_state(monkeypatch, settings):
    """Each test has an index and a cache of its own, as a process that has just started."""
    # Real password hashes are slow on purpose; what tests claim does not depend on them.
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    monkeypatch.setattr(sync, "process_index", LiveIndex())
    process_search.forget()
    # Tests that run beside each other share Redis and seem to come from one address.
    settings.OPEN_DATA_RATE = "1000000/min"
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's, but a browser that is slow to hang up does not keep the database alive."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def browser():
    """An installed Chromium, driven by Playwright."""
    path = next((p for p in map(shutil.which, BROWSERS) if p), None)
    if path is None:
        sentence = "no Chromium: install it (on Debian `sudo apt install chromium`)"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface runs an event loop in this thread, which Django takes for
    # asynchronous code; the tests are synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def mail_catcher(tmp_path, settings):
    """A folder into which a real SMTP server on the loopback writes every mail."""
    controller = mailcatcher.start(tmp_path / "mail")
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_HOST = "127.0.0.1"
    # pytest-django swaps the backend for a list in memory; these tests want the real one.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield tmp_path / "mail"
    controller.stop()


def start_worker(email_url: str, log: Path) -> subprocess.Popen:
    """A real Celery worker process on the test database."""
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with log.open("ab") as output:
        return subprocess.Popen(
            [
                sys.executable, "-m", "celery", "--app", "portal", "worker", "--pool", "solo",
                "--loglevel", "INFO", "--without-gossip", "--without-mingle",
            ],
            env=os.environ
            | {"DATABASE_URL": url, "EMAIL_URL": email_url, "C_FORCE_ROOT": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip


@pytest.fixture
def worker(transactional_db, mail_catcher, settings, tmp_path):
    """A worker that sends to the catcher; beat's sweeps are not needed for wakes."""
    process = start_worker(f"smtp://127.0.0.1:{settings.EMAIL_PORT}", tmp_path / "worker.log")
    yield process
    process.terminate()
    process.wait(30)
