"""The files for production agree with the code. No engine builds or starts anything here."""

import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import dj_email_url
import pytest
from celery.bin.celery import celery
from django.conf import settings
from django.core.management import get_commands
from gunicorn.config import Config
from gunicorn.util import import_app

from matching.engine import lexicon, words
from portal.stack import run
from profiles import taxonomy
from profiles.places import lookup
from tests.stack import packaging
from tests.stack.packaging import ROOT

FILLED = {
    "SECRET_KEY": "9f3k2-a-production-like-key-of-more-than-fifty-characters",
    "POSTGRES_PASSWORD": "letters1and2digits",
    "SITE_URL": "https://portal.example",
    "EMAIL_URL": "submission://user:password@mail.example:587",
}
# Read by the settings, but none of Compose's business.
SET_BY_IMAGE = {"STATIC_ROOT", "MEDIA_ROOT", "BEAT_SCHEDULE_FILE"}
NEVER_IN_PRODUCTION = {"DEBUG", "DEMO_MAIL_DIR"}
NOT_IN_IMAGE = {"tests", "benchmarks"}
PORTAL_SERVICES = sorted(packaging.portal_services())


def top_level_packages():
    return {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_IN_IMAGE


# --- Settings -----------------------------------------------------------------------------------


def test_the_settings_are_found():
    """Guards the tests below against a parser that finds nothing."""
    variables = packaging.settings_variables()
    assert {name for name, is_required in variables.items() if is_required} == {
        "SECRET_KEY",
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
    }
    assert len(variables) > 20


def test_the_example_explains_every_variable():
    explained = packaging.example_variables()
    assert set(packaging.settings_variables()) <= set(explained)
    assert [name for name, sentence in explained.items() if len(sentence) < 15] == []


def test_the_example_begins_with_what_must_be_filled():
    names = list(packaging.example_variables())
    required = packaging.example_must_be_filled()
    assert names[: len(required)] == required
    assert set(required) == set(FILLED)


def test_the_manual_lists_every_variable():
    manual = packaging.read("docs/operations.md").splitlines()
    names = " ".join(line.split(" | ")[0] for line in manual if line.startswith("| `"))
    assert {f"`{name}`" for name in packaging.settings_variables()} == set(
        re.findall(r"`[A-Z_]+`", names)
    )


def test_compose_asks_for_nothing_that_the_example_lacks():
    asked = {
        name for name, *_rest in packaging.REFERENCE.findall(packaging.read("docker-compose.yml"))
    }
    assert asked <= set(packaging.example_variables())


@pytest.mark.parametrize("name", PORTAL_SERVICES)
def test_a_service_gets_every_variable_that_the_settings_read(name):
    passed_on = set(packaging.portal_services()[name]["environment"])
    wanted = set(packaging.settings_variables()) - SET_BY_IMAGE - NEVER_IN_PRODUCTION
    assert passed_on == wanted


@pytest.mark.parametrize("forgotten", sorted(FILLED))
def test_compose_refuses_to_start_without_a_required_value(forgotten):
    web = packaging.portal_services()["web"]
    filled = {name: value for name, value in FILLED.items() if name != forgotten}
    with pytest.raises(packaging.MissingVariableError, match=forgotten):
        packaging.environment_of(web, filled)


def test_the_portal_starts_safely_with_what_compose_gives_it():
    """Django's deployment checks pass with the required values and nothing else."""
    web = packaging.portal_services()["web"]
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | packaging.environment_of(web, FILLED),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_mail_addresses_of_the_example_encrypt():
    """`smtp+tls://` stood there once: the settings refused it. `smtps://` means STARTTLS here."""
    explained = packaging.example_variables()["EMAIL_URL"]
    urls = re.findall(r"\b(?:smtp|submission)\S*://[^\s,]+", explained)
    ways = [dj_email_url.parse(url) for url in urls]
    assert all(way["EMAIL_BACKEND"] for way in ways)
    assert [(way["EMAIL_USE_TLS"], way["EMAIL_USE_SSL"]) for way in ways] == [
        (True, False),
        (False, True),
    ]


def test_placeholders_of_the_build_stay_out_of_the_image():
    for word, rest in packaging.dockerfile():
        if word in {"ENV", "ARG"}:
            assert not re.search(r"\b(SECRET_KEY|DATABASE_URL|REDIS_URL|EMAIL_URL|DEBUG)\b", rest)


# --- Rights -------------------------------------------------------------------------------------


def test_no_service_runs_as_root():
    image_user = next(rest for word, rest in packaging.final_stage() if word == "USER")
    for name, service in packaging.compose()["services"].items():
        own = name in packaging.portal_services()
        user = str(service.get("user", image_user if own else "root"))
        assert user.split(":")[0] not in {"root", "0"}, name
        assert not service.get("privileged"), name


def test_the_image_user_is_a_fixed_number():
    user = next(rest for word, rest in packaging.final_stage() if word == "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


@pytest.mark.parametrize("name", PORTAL_SERVICES)
def test_a_service_can_write_to_its_volumes_and_tmp_only(name):
    service = packaging.portal_services()[name]
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 -- a path in the container
    prepared = next(rest for word, rest in packaging.final_stage() if "install --directory" in rest)
    for volume in service.get("volumes", []):
        source, target = volume.split(":")
        assert source in packaging.compose()["volumes"]
        assert target in prepared.split()


def test_only_the_proxy_of_this_host_reaches_a_port():
    published = {
        name: service["ports"]
        for name, service in packaging.compose()["services"].items()
        if "ports" in service
    }
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


# --- Commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "command"), packaging.commands().items())
def test_what_is_started_exists(what, command):
    program, *arguments = command
    if program == "python":
        assert (ROOT / arguments[0]).is_file()
        assert packaging.is_in_image(arguments[0])
        if arguments[0] == "manage.py":
            assert arguments[1] in get_commands()
        return
    script = next(point for point in entry_points(group="console_scripts") if point.name == program)
    assert callable(script.load())


def test_gunicorn_understands_its_command():
    _program, *arguments = packaging.image_command()
    parsed = Config().parser().parse_args(arguments)
    assert callable(import_app(parsed.args[0]))


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_understands_its_command(name):
    _program, *arguments = packaging.commands()[name]
    group, own = arguments[: arguments.index(name)], arguments[arguments.index(name) + 1 :]
    for command, words_given in ((celery, group), (celery.commands[name], own)):
        known = {option for parameter in command.params for option in parameter.opts}
        flags = {word.split("=")[0] for word in words_given if word.startswith("--")}
        assert flags <= known
    assert arguments[arguments.index("--app") + 1] == "portal"


def test_production_starts_what_make_run_starts(tmp_path):
    """The flags of web, worker and beat are those that are tried every day."""
    started = {}

    class Recorder:
        def start(self, service):
            started[service.name.lower()] = service.command
            return service

    run._start_web(Recorder(), tmp_path, 8000)
    run._start_workers(Recorder(), tmp_path)
    commands = packaging.commands() | {"web": packaging.image_command()}
    for name in ("web", "worker", "beat"):
        tried = " ".join(started[name]).replace("127.0.0.1:8000", "0.0.0.0:8000")
        program = commands[name][0]
        of_production = " ".join(commands[name][1:]).replace("--worker-tmp-dir /dev/shm ", "")
        assert tried == f"{sys.executable} -m {program} {of_production}"


def seconds(duration):
    return int(duration.removesuffix("s"))


def test_whoever_is_stopped_may_finish():
    services = packaging.portal_services()
    assert seconds(services["worker"]["stop_grace_period"]) > settings.CELERY_TASK_TIME_LIMIT
    assert seconds(services["web"]["stop_grace_period"]) > Config().graceful_timeout


def test_nobody_works_before_the_migration_succeeded():
    for name, service in packaging.portal_services().items():
        waits_for = {other: how["condition"] for other, how in service["depends_on"].items()}
        assert waits_for["db"] == "service_healthy"
        if name != "migrate":
            assert waits_for["migrate"] == "service_completed_successfully"
    assert packaging.portal_services()["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", [n for n in packaging.compose()["services"] if n != "migrate"])
def test_who_keeps_running_is_restarted_and_asked_how_it_is(name):
    service = packaging.compose()["services"][name]
    assert service["restart"] == "unless-stopped"
    assert "healthcheck" in service or name == "web"  # web has the image's


# --- Files --------------------------------------------------------------------------------------


def test_the_image_takes_its_files_from_the_built_folder():
    assert ("COPY", ". .") in packaging.dockerfile()
    copied = [rest for word, rest in packaging.final_stage() if word == "COPY"]
    assert copied == ["--from=builder /opt/venv /opt/venv", "--from=builder /app /app"]


def test_every_package_is_in_the_image():
    packages = top_level_packages()
    assert {"portal", "profiles", "matching", "cooperation"} <= packages
    for name in packages | {"templates", "static", "locale"}:
        assert packaging.is_in_image(f"{name}/anything"), f"add !{name} to .dockerignore"


def test_every_file_that_is_no_python_is_in_the_image():
    built_there = {".pyc", ".mo"}
    files = [
        path.relative_to(ROOT).as_posix()
        for name in top_level_packages() | {"templates", "static", "locale"}
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in built_there
    ]
    assert len(files) > 300
    assert [file for file in files if not packaging.is_in_image(file)] == []


def test_the_data_that_the_code_opens_is_in_the_image():
    opened = [lookup.TABLE, taxonomy.FILE, Path(words.__file__).with_name("words.toml")]
    opened += (Path(lexicon.__file__).parent / "lexicon").glob("*.toml")
    opened += (ROOT / "portal/site/demo").glob("*.json")
    assert len(opened) > 10
    for path in opened:
        assert path.is_file()
        assert packaging.is_in_image(path.relative_to(ROOT).as_posix())


@pytest.mark.parametrize(
    "path",
    [
        ".env", ".env.production", ".git/config", ".venv/bin/python", ".run/secret", "portal.dump",
        "media.tar", "media/logos/a.png", "tests/conftest.py", "requirements-test.lock",
        "staticfiles/staticfiles.json", "portal/__pycache__/settings.cpython-313.pyc",
        "locale/de/LC_MESSAGES/django.mo",
    ],
)  # fmt: skip
def test_what_is_private_or_built_stays_outside(path):
    assert not packaging.is_in_image(path)
