"""Child processes: started apart from the terminal's Ctrl-C, stopped politely, then firmly."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


class CannotStart(Exception):  # noqa: N818 -- reads as what it is
    """Something is missing or taken; the text is one sentence that says what to do."""


def unprivileged_user() -> str | None:
    """Whom servers run as when we are root (PostgreSQL refuses root); None when we are not."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            return name
    raise CannotStart("Running as root needs a user `postgres` or `nobody`: please create one.")


@dataclass
class Service:
    """One child process, how it is asked to stop, and how long it may take."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    log: Path | None = None
    stop_signal: int = signal.SIGTERM
    stop_seconds: float = 20
    process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start in a session of its own; on Linux it dies with us, even by kill -9."""
        output = self.log.open("ab") if self.log else None
        identity = {"user": self.user, "group": _group(self.user), "extra_groups": []}
        try:
            self.process = subprocess.Popen(
                self.command,
                env=os.environ | self.env | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
                preexec_fn=_die_with_parent,
                **(identity if self.user else {}),
            )
        finally:
            if output:
                output.close()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask, wait, then kill the whole group."""
        if self.process is None:
            return
        if self.is_running:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.stop_seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def tail(self, lines: int = 15) -> str:
        """The end of its log, for the message when it would not start."""
        if not self.log or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def wait_until(is_ready, service: Service, seconds: float) -> None:  # noqa: ANN001 -- a callable
    """Poll `is_ready` until it is true. Raises CannotStart when `service` ends or time runs out."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if not service.is_running:
            raise CannotStart(f"{service.name} stopped while starting:\n{service.tail()}")
        if time.monotonic() > deadline:
            raise CannotStart(
                f"{service.name} was not ready after {seconds:.0f} s:\n{service.tail()}"
            )
        time.sleep(0.05)


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _die_with_parent() -> None:
    if libc is not None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
