"""`make test`: pytest with a throw-away PostgreSQL and Redis, beside whatever else is running."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.stack import messages, servers
from portal.stack.processes import CannotStart, Service, unprivileged_user


def main() -> int:
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
        messages.compile_catalogues()
        os.environ |= {
            "EMAIL_URL": "smtp://127.0.0.1:1",  # nobody listens: tests that need mail bring a catcher
            "SECRET_KEY": "only-for-tests",
            "DEBUG": "1",
            "MEDIA_ROOT": str(folder / "media"),
            "BEAT_SCHEDULE_FILE": str(folder / "beat"),
        }
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        return subprocess.run(command, cwd=servers.ROOT).returncode
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    finally:
        for service in reversed(services):
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
