"""`make test`: pytest with a throw-away PostgreSQL and Redis."""

import subprocess
import sys

from portal.stack import messages, servers, throwaway
from portal.stack.processes import CannotStart


def main() -> int:
    try:
        with throwaway.stack():
            messages.compile_catalogues()
            command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
            return subprocess.run(command, cwd=servers.ROOT).returncode
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
