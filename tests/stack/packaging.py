"""Reads Dockerfile, docker-compose.yml, .dockerignore and .env.example as their programs would."""

import ast
import json
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent.parent

# ${NAME}, ${NAME:-default} and ${NAME:?sentence}
REFERENCE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


class MissingVariableError(Exception):
    """What Compose says when a variable with `:?` has no value."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def compose() -> dict:
    return yaml.safe_load(read("docker-compose.yml"))


def portal_services() -> dict[str, dict]:
    """The services that run our image."""
    return {
        name: service
        for name, service in compose()["services"].items()
        if service["image"].startswith("servicestelle-portal:")
    }


def interpolated(text: str, env: dict[str, str]) -> str:
    def value(match: re.Match) -> str:
        name, kind, rest = match.groups()
        if env.get(name):
            return env[name]
        if kind == "?":
            raise MissingVariableError(name)
        return rest or ""

    return REFERENCE.sub(value, text)


def environment_of(service: dict, env: dict[str, str]) -> dict[str, str]:
    """What the container of `service` gets when .env says `env`."""
    given = {}
    for name, value in service["environment"].items():
        if value is not None:
            given[name] = interpolated(str(value), env)
        elif name in env:
            given[name] = env[name]
    return given


def dockerfile() -> list[tuple[str, str]]:
    """Its instructions as (word, rest), continuation lines joined."""
    lines = [line for line in read("Dockerfile").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [
        (word.upper(), rest.strip())
        for word, _space, rest in (line.partition(" ") for line in joined.splitlines() if line)
    ]


def final_stage() -> list[tuple[str, str]]:
    instructions = dockerfile()
    last = max(i for i, (word, _rest) in enumerate(instructions) if word == "FROM")
    return instructions[last:]


def image_command() -> list[str]:
    return json.loads(next(rest for word, rest in final_stage() if word == "CMD"))


def image_health_check() -> list[str]:
    rest = next(rest for word, rest in final_stage() if word == "HEALTHCHECK")
    return json.loads(rest.partition(" CMD ")[2])


def commands() -> dict[str, list[str]]:
    """What each of our containers starts, and how its health is asked."""
    found = {"image": image_command(), "image health": image_health_check()}
    for name, service in portal_services().items():
        if "command" in service:
            found[name] = [interpolated(word, {}) for word in service["command"]]
        if "test" in service.get("healthcheck", {}):
            kind, *words = service["healthcheck"]["test"]
            assert kind == "CMD", "the shell form needs a shell"
            found[f"{name} health"] = words
    return found


def is_in_image(path: str) -> bool:
    """Whether .dockerignore lets `path` in: the last pattern that meets it or a parent decides."""
    is_left_out = False
    for line in read(".dockerignore").splitlines():
        if line.strip() and not line.startswith("#"):
            pattern = line.strip().lstrip("!").strip("/")
            if _ignore_pattern(pattern).fullmatch(path):
                is_left_out = not line.startswith("!")
    return not is_left_out


def _ignore_pattern(pattern: str) -> re.Pattern:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts) + "(?:/.*)?")


def settings_variables() -> dict[str, bool]:
    """Each variable that portal/settings.py reads, and whether it has to be given."""
    calls = [
        node
        for node in ast.walk(ast.parse(read("portal/settings.py")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "read"
    ]
    return {call.args[1].value: len(call.args) == 2 for call in calls}


def example_variables() -> dict[str, str]:
    """The names in .env.example, in order, with the comment above each; set or commented out."""
    found, comment = {}, []
    for line in read(".env.example").splitlines():
        entry = re.match(r"(?:# )?([A-Z][A-Z_]+)=", line)
        if entry:
            found[entry[1]] = " ".join(comment)
        if line.startswith("# ") and not entry:
            comment.append(line[2:])
        else:
            comment = []
    return found


def example_must_be_filled() -> list[str]:
    return re.findall(r"^([A-Z_]+)=$", read(".env.example"), flags=re.MULTILINE)
