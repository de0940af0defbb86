"""`make run`: everything that the portal needs, under one small supervisor, until Ctrl-C."""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from portal.stack import mailcatcher, messages, servers
from portal.stack.processes import CannotStart, Service, unprivileged_user, wait_until

PYTHON = sys.executable
WORKER_SILENT_SECONDS = 90
WATCH_EVERY_SECONDS = 2


class Supervisor:
    """Starts the services in order, watches them, stops them in reverse order."""

    def __init__(self) -> None:
        self.services: list[Service] = []
        self.is_stopping = False

    def start(self, service: Service) -> Service:
        service.start()
        self.services.append(service)
        return service

    def stop(self) -> None:
        for service in reversed(self.services):
            service.stop()

    def watch(self, url: str, worker: Service) -> None:
        """Until told to stop: restart what ended, and a worker that takes no work any more."""
        last_alive = time.monotonic()
        while not self.is_stopping:
            time.sleep(WATCH_EVERY_SECONDS)
            for service in self.services:
                if not service.is_running and not self.is_stopping:
                    say(f"{service.name} ended and is started again.")
                    service.start()
            age = _queue_age(url)
            if age is None or age < WORKER_SILENT_SECONDS:
                last_alive = time.monotonic()
            elif time.monotonic() - last_alive > WORKER_SILENT_SECONDS:
                say("The worker is silent and is started again.")
                worker.stop()
                worker.start()
                last_alive = time.monotonic()


def main() -> None:
    supervisor = Supervisor()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Set explicitly: a shell's `&` leaves SIGINT ignored.
        signal.signal(name, lambda *_args: _ask_to_stop(supervisor))
    try:
        with _only_one(servers.state_folder()) as state:
            _run(supervisor, state)
    except CannotStart as reason:
        sys.exit(str(reason))
    except _Stopped:
        pass


def _run(supervisor: Supervisor, state: Path) -> None:
    try:
        port = _port()
        _require_free(port)
        is_own_data = _start_stores(supervisor, state)
        _start_mail_catcher(supervisor, state)
        _complete_environment(state, port)
        say("Preparing pages and database …")
        messages.compile_catalogues()
        # Side by side: one waits for the disk, the other for the database.
        with _managing("collectstatic", "--no-input", "--verbosity", "0"):
            _manage("migrate", "--verbosity", "0")
        # The page is served while the demo data arrive; the worker comes last, because it reads
        # texts when it starts and would compete with both.
        web = _start_web(supervisor, state, port)
        if is_own_data or os.environ.get("DEMO"):
            _manage("load_demo", "--force")
        wait_until(lambda: _answers(port), web, 60)
        worker = _start_workers(supervisor, state)
        url = f"http://localhost:{port}"
        _say_welcome(url)
        supervisor.watch(url, worker)
    finally:
        say("Stopping …")
        supervisor.stop()


def _start_stores(supervisor: Supervisor, state: Path) -> bool:
    """PostgreSQL and Redis unless the environment names others; True when the data are our own."""
    sockets = servers.socket_folder("run")
    is_own_data = not os.environ.get("DATABASE_URL")
    if is_own_data:
        say("Starting PostgreSQL …")
        service, os.environ["DATABASE_URL"] = servers.start_postgres(state, sockets)
        supervisor.services.append(service)
    if not os.environ.get("REDIS_URL"):
        say("Starting Redis …")
        service, os.environ["REDIS_URL"] = servers.start_redis(state, sockets)
        supervisor.services.append(service)
    servers.require_reachable(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
    return is_own_data


def _start_mail_catcher(supervisor: Supervisor, state: Path) -> None:
    if os.environ.get("EMAIL_URL"):
        return
    port, folder = mailcatcher.free_port(), state / "mail"
    supervisor.start(
        Service(
            "Mail catcher",
            [PYTHON, "-m", "portal.stack.mailcatcher", str(folder), str(port)],
            log=state / "mail.log",
        )
    )
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    os.environ["DEMO_MAIL_DIR"] = str(folder)


def _complete_environment(state: Path, port: int) -> None:
    secret = state / "secret"
    if not secret.exists():
        secret.write_text(secrets.token_urlsafe(50))
        secret.chmod(0o600)
    defaults = {
        "SECRET_KEY": secret.read_text(),
        # As in production, but for the second factor: the demo accounts have none.
        "DEBUG": "0",
        "ADMIN_REQUIRES_MFA": "0",
        "SITE_URL": f"http://localhost:{port}",
        "STATIC_ROOT": str(state / "static"),
        "MEDIA_ROOT": str(state / "media"),
        "BEAT_SCHEDULE_FILE": str(state / "beat"),
        "LOG_LEVEL": "WARNING",
        "SERVICEDESK_FUNDER": "Gefördert aus öffentlichen Mitteln.",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def _start_web(supervisor: Supervisor, state: Path, port: int) -> Service:
    return supervisor.start(
        Service(
            "Web",
            [
                PYTHON, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}",
                "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning",
            ],
            log=state / "web.log",
        )
    )  # fmt: skip


def _start_workers(supervisor: Supervisor, state: Path) -> Service:
    celery = [PYTHON, "-m", "celery", "--app", "portal", "--quiet"]
    worker = supervisor.start(
        Service(
            "Worker",
            [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING",
             "--without-gossip", "--without-mingle"],
            log=state / "worker.log",
            env=_celery_identity(),
        )
    )  # fmt: skip
    supervisor.start(
        Service(
            "Beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile="], log=state / "beat.log"
        )
    )
    return worker


def _celery_identity() -> dict[str, str]:
    """Celery warns when it is root; the sockets are root's, so it stays root here, and says so."""
    return {"C_FORCE_ROOT": "1"} if unprivileged_user() else {}


def _say_welcome(url: str) -> None:
    say(f"\nThe portal runs: {url}")
    if os.environ.get("DEMO_MAIL_DIR"):
        say(f"Mails are kept, not sent: {url}/demo-post/")
    say("Stop with Ctrl-C; the data stay.")


def _manage(*arguments: str) -> None:
    with _managing(*arguments):
        pass


@contextlib.contextmanager
def _managing(*arguments: str) -> Iterator[None]:
    """A management command beside the block; both are done at its end."""
    with subprocess.Popen([PYTHON, "manage.py", *arguments], cwd=servers.ROOT) as command:
        yield
    if command.returncode:
        raise CannotStart(f"`manage.py {arguments[0]}` failed; the lines above say why.")


@contextlib.contextmanager
def _only_one(state: Path):
    """Hold the lock of this checkout. A lock of the kernel is never stale."""
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("The portal is already running from this folder.") from None
        yield state


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise CannotStart(f"PORT is “{text}”: please give a number, as in `make run PORT=8001`.")
    return int(text)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(
                f"Port {port} is taken: choose another, as in `make run PORT={port + 1}`."
            ) from None


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _queue_age(url: str) -> float | None:
    """Seconds since the worker last worked; None when nobody can tell at the moment."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:  # noqa: S310 -- our own server
            return json.load(answer)["queue_age_seconds"]
    except urllib.error.HTTPError as error:
        with contextlib.suppress(ValueError):
            return json.load(error).get("queue_age_seconds")
    except OSError:
        pass
    return None


class _Stopped(Exception):  # noqa: N818 -- leaves whatever step we are in
    pass


def _ask_to_stop(supervisor: Supervisor) -> None:
    if not supervisor.is_stopping:
        supervisor.is_stopping = True
        raise _Stopped


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
