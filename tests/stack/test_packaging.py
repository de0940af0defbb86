"""The container files agree with the code. Building them needs Docker; reading them does not."""

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = (ROOT / "portal/settings.py").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PORTAL_SERVICES = ["migrate", "web", "worker", "beat"]
# Set by the image, by the compose file, or by `make run` alone.
ELSEWHERE = {
    "DATABASE_URL", "REDIS_URL", "STATIC_ROOT", "MEDIA_ROOT", "BEAT_SCHEDULE_FILE",
    "BEHIND_TLS_PROXY", "DEBUG", "DEMO_MAIL_DIR",
}  # fmt: skip


def test_the_example_names_every_setting():
    read = set(re.findall(r'read\(\s*"\w+",\s*"([A-Z_]+)"', SETTINGS))
    named = set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert read - ELSEWHERE == named - {"POSTGRES_PASSWORD"}


def test_operations_explain_every_setting():
    explained = (ROOT / "docs/operations.md").read_text()
    assert [name for name in re.findall(r'"([A-Z][A-Z_]{3,})"', SETTINGS)
            if re.search(rf'read\("\w+", "{name}"', SETTINGS) and f"`{name}`" not in explained] == []  # fmt: skip


@pytest.mark.parametrize("name", PORTAL_SERVICES)
def test_portal_services_run_without_rights(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service  # the image's own, which is not root
    assert "USER portal" in (ROOT / "Dockerfile").read_text()


def test_nothing_but_the_web_is_reachable_and_only_from_this_machine():
    ports = {name: service.get("ports") for name, service in COMPOSE["services"].items()}
    assert {name: value for name, value in ports.items() if value} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_the_data_survive_and_everything_comes_back_after_a_restart_of_the_machine():
    services = COMPOSE["services"]
    assert services["db"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert services["web"]["volumes"] == ["media:/media"]
    assert {n for n, s in services.items() if s["restart"] != "unless-stopped"} == {"migrate"}


def test_what_the_code_opens_is_in_the_image():
    ignored = (ROOT / ".dockerignore").read_text().split()
    data = [
        path.relative_to(ROOT).as_posix()
        for app in (
            "portal",
            "profiles",
            "matching",
            "cooperation",
            "templates",
            "static",
            "locale",
        )
        for path in (ROOT / app).rglob("*")
        if path.suffix in {".toml", ".json", ".gz", ".html", ".txt", ".css", ".svg", ".po"}
    ]
    assert len(data) > 100
    assert [p for p in data if any(fnmatch(p, i) or p.startswith(f"{i}/") for i in ignored)] == []


def test_the_settings_read_no_secret_from_the_image():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert not re.findall(r"^ENV.*(SECRET|PASSWORD|DATABASE_URL)", dockerfile, re.MULTILINE)
    assert ".env" in (ROOT / ".dockerignore").read_text().split()
