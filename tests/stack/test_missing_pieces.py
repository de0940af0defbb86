"""Something is missing: one sentence that says what to do, a non-zero exit, no traceback."""

import importlib.util
import os
import socket
import stat
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from portal.stack import binaries, run, servers
from portal.stack.processes import CannotStart, Service, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
BOOTSTRAP = ROOT / "portal" / "stack" / "bootstrap.py"
Version = namedtuple("Version", "major minor micro")


@pytest.fixture
def bootstrap():
    """The module, which lives outside of every package on purpose."""
    spec = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def a_program(folder: Path, name: str, script: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize("version", [Version(3, 9, 2), Version(3, 10, 0), Version(3, 14, 0)])
def test_another_python_is_asked_for(bootstrap, monkeypatch, capsys, tmp_path, version):
    monkeypatch.setattr(bootstrap.sys, "version_info", version)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit) as stopped:
        bootstrap.fit_python()

    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert said.count("\n") == 1
    assert f"this is {version.major}.{version.minor}" in said


def test_a_fit_python_elsewhere_on_the_path_is_used(bootstrap, monkeypatch, tmp_path):
    other = a_program(tmp_path, "python3.12", "exit 0")
    monkeypatch.setattr(bootstrap.sys, "version_info", Version(3, 9, 2))
    monkeypatch.setenv("PATH", str(tmp_path))

    assert bootstrap.fit_python() == other


def test_the_first_step_can_be_read_by_old_pythons():
    """No syntax newer than Python 3.6, or they would show a traceback instead of the sentence."""
    import ast

    ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 6))


def test_a_python_without_ensurepip_is_told_what_to_install(
    bootstrap, monkeypatch, capsys, tmp_path
):
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", str(tmp_path / "venv" / "bin" / "python"))

    with pytest.raises(SystemExit):
        bootstrap.make_venv(a_program(tmp_path, "python3", "exit 1"))

    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_requirements_that_cannot_be_had_are_said(bootstrap, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", a_program(tmp_path, "python", "exit 1"))

    with pytest.raises(SystemExit):
        bootstrap.install("requirements.lock")

    assert "is there a network?" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.installed"))


def test_an_unknown_command_is_answered_with_the_usage():
    done = subprocess.run([sys.executable, BOOTSTRAP, "fly"], capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("Usage:")


def test_a_taken_port_is_named_with_the_next_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} is taken.*PORT={port + 1}"):
            run._require_free(port)


@pytest.mark.parametrize("port", ["many", "0", "70000", "-1", "８０００x"])
def test_an_impossible_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(CannotStart, match="PORT is “"):
        run._port()


@pytest.mark.parametrize(
    ("database", "store", "sentence"),
    [
        (
            "postgres://nobody@127.0.0.1:1/none",
            "",
            "The PostgreSQL of DATABASE_URL does not answer",
        ),
        ("nonsense", "", "The PostgreSQL of DATABASE_URL does not answer"),
        ("", "redis://127.0.0.1:1", "The Redis of REDIS_URL does not answer"),
        ("", "nonsense", "The Redis of REDIS_URL does not answer"),
    ],
)
def test_named_servers_that_do_not_answer_are_said(database, store, sentence):
    database = database or os.environ["DATABASE_URL"]
    store = store or os.environ["REDIS_URL"]

    with pytest.raises(CannotStart, match=sentence):
        servers.require_reachable(database, store)


def test_named_servers_that_answer_are_fine():
    servers.require_reachable(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])


def test_an_old_postgresql_is_not_used(monkeypatch, tmp_path):
    a_program(tmp_path, "postgres", 'echo "postgres (PostgreSQL) 13.4"')
    monkeypatch.setattr(binaries, "_wheel_folders", lambda: [tmp_path])
    monkeypatch.setattr(binaries, "_system_folders", lambda: [tmp_path / "missing"])

    with pytest.raises(CannotStart, match=r"PostgreSQL 15 or newer.*apt install postgresql"):
        binaries.postgres_folder()


def test_the_systems_postgresql_serves_where_the_wheel_has_none(monkeypatch, tmp_path):
    a_program(tmp_path, "postgres", 'echo "postgres (PostgreSQL) 17.2 (Debian 17.2-1)"')
    monkeypatch.setattr(binaries, "_wheel_folders", list)
    monkeypatch.setattr(binaries, "_system_folders", lambda: [tmp_path])

    assert binaries.postgres_folder() == (tmp_path, 17)


def test_redis_of_the_wheel_serves_where_the_system_has_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert Path(binaries.redis_server()).is_file()


def test_without_any_redis_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(CannotStart, match="sudo apt install redis-server"):
        binaries.redis_server()


def test_a_service_that_ends_while_starting_shows_its_last_words(tmp_path):
    service = Service("Web", ["sh", "-c", "echo no such module; exit 3"], log=tmp_path / "log")
    service.start()

    with pytest.raises(CannotStart, match="Web stopped while starting:\nno such module"):
        wait_until(lambda: False, service, seconds=10)
    service.stop()


def test_a_service_that_does_not_listen_is_stopped_for_good(tmp_path):
    service = Service("Stubborn", ["sh", "-c", "trap '' TERM; sleep 60"], stop_seconds=0.3)
    service.start()
    service.stop()

    assert not service.is_running
