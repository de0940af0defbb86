"""PostgreSQL and Redis for one run of tests or of a benchmark, beside whatever else is running."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.stack import servers
from portal.stack.processes import Service, unprivileged_user


@contextmanager
def stack() -> Iterator[Path]:
    """Servers with nothing in them, named in the environment; a folder that is gone afterwards.

    Raises CannotStart with a sentence for a person.
    """
    folder = Path(tempfile.mkdtemp(prefix="ssk-", dir="/tmp"))
    # As root, PostgreSQL runs as another user who has to reach his own folder below.
    folder.chmod(0o711 if unprivileged_user() else 0o700)
    sockets = folder / "s"
    sockets.mkdir(mode=0o700)
    servers.give_to(sockets, unprivileged_user())
    services: list[Service] = []
    try:
        service, os.environ["DATABASE_URL"] = servers.start_postgres(
            folder, sockets, throw_away=True
        )
        services.append(service)
        service, os.environ["REDIS_URL"] = servers.start_redis(folder, sockets)
        services.append(service)
        os.environ |= {
            "EMAIL_URL": "smtp://127.0.0.1:1",  # nobody listens: who needs mail brings a catcher
            "SECRET_KEY": "only-for-tests",
            "DEBUG": "1",
            "MEDIA_ROOT": str(folder / "media"),
            "BEAT_SCHEDULE_FILE": str(folder / "beat"),
        }
        yield folder
    finally:
        for service in reversed(services):
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)
