"""A Redis of its own for each process of pytest-xdist; a plugin, because settings are read early.

Tests with a real worker shared one queue before: one worker took the other's tasks, looked for their
rows in its own database, and the mail that a browser waited for never came.
"""

import os

# gw0, gw1 …; each gets two of Redis' sixteen numbered databases: tasks and cache.
if number := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    separator = "?db=" if os.environ["REDIS_URL"].startswith("unix:") else "/"
    os.environ["REDIS_URL"] += f"{separator}{2 * int(number)}"
