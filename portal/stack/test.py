"""`make test`: pytest with a throw-away PostgreSQL and Redis."""

import os
import subprocess
import sys

from portal.stack import messages, servers, throwaway
from portal.stack.processes import CannotStart


def main() -> int:
    try:
        with throwaway.stack():
            messages.compile_catalogues()
            # Everything runs on all cores; a selection is quicker without the extra processes.
            chosen = sys.argv[1:] or ["-n", str(min(os.cpu_count() or 1, 4))]
            command = [sys.executable, "-m", "pytest", *chosen]
            return subprocess.run(command, cwd=servers.ROOT).returncode
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
