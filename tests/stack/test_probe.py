"""The health check of the containers, which has to run without the portal being imported."""

import os
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

PROBE = Path(__file__).parent.parent.parent / "portal/stack/probe.py"


def probe(*arguments, **env):
    return subprocess.run(
        [sys.executable, str(PROBE), *map(str, arguments)], env=env, capture_output=True, text=True
    )


@pytest.fixture
def server():
    """Answers 503 to /readyz and 200 to the rest, and keeps the host names it was asked for."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.hosts.append(self.headers["Host"])
            self.send_response(503 if self.path == "/readyz" else 200)
            self.end_headers()
            self.wfile.write(b'{"database": false}')

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.hosts = []
        listening.url = f"http://127.0.0.1:{listening.server_port}"
        threading.Thread(target=listening.serve_forever).start()
        yield listening
        listening.shutdown()


def test_a_page_that_answers_is_well(server):
    assert probe(f"{server.url}/healthz").returncode == 0


def test_a_page_that_is_not_ready_is_ill_and_says_why(server):
    done = probe(f"{server.url}/readyz")
    assert done.returncode == 1
    assert '503 {"database": false}' in done.stderr


def test_a_closed_port_is_ill():
    done = probe("http://127.0.0.1:1/healthz")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [
        ("portal.example,www.portal.example", "portal.example"),
        (".portal.example", "portal.example"),
        ("*", "localhost"),
        ("", "localhost"),
    ],
)
def test_it_asks_for_a_host_that_django_allows(server, allowed, asked):
    probe(f"{server.url}/healthz", ALLOWED_HOSTS=allowed)
    assert server.hosts == [asked]


def test_a_fresh_file_is_well_also_when_only_its_journal_is_fresh(tmp_path):
    schedule, journal = tmp_path / "schedule", tmp_path / "schedule-wal"
    schedule.touch()
    assert probe(schedule, 600).returncode == 0
    long_ago = time.time() - 3600
    os.utime(schedule, (long_ago, long_ago))
    assert probe(schedule, 600).returncode == 1
    journal.touch()
    assert probe(schedule, 600).returncode == 0


def test_a_file_that_was_never_written_is_ill(tmp_path):
    assert probe(tmp_path / "schedule", 600).returncode == 1
