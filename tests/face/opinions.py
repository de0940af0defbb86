"""Second opinions on a page: axe-core on what is rendered, the Nu HTML checker on what is sent."""

import fcntl
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
AXE = HERE / "node_modules/axe-core/axe.min.js"
NU = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
# WCAG 2.2 AA, and what axe calls good practice (landmarks, one h1, headings in order).
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]
CONTRASTS = ["color-contrast", "link-in-text-block"]


def install() -> None:
    """Fetch both at the versions of package-lock.json, once; without npm or Java they are missed."""
    for program, package in (("npm", "npm"), ("java", "default-jre-headless")):
        if shutil.which(program) is None:
            _missing(f"no {program}: install it (on Debian `sudo apt install {package}`)")
    with (HERE / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes; one of them fetches
        if AXE.exists() and NU.exists():
            return
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
        if done.returncode:
            _missing(f"npm could not fetch axe-core and vnu-jar: {done.stderr}")


def _missing(sentence: str) -> None:
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@cache
def _axe() -> str:
    return AXE.read_text()


def of_axe(page, rules: list[str] = RULES) -> list[str]:
    """One sentence for each violation on `page`: the rule, the element, what is wrong."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(
        # Without preloading: axe would copy the style sheets inline, which our policy refuses.
        "(rules) => axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})"
        ".then((result) => result.violations)",
        rules,
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def of_nu(pages: dict[str, str], folder: Path) -> list[str]:
    """One sentence for each error in the sources of `pages` (path → HTML)."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for number, (path, source) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(source)
        files[file.as_uri().replace("file:///", "file:/")] = path
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", NU, "--format", "json", "--exit-zero-always", folder],
        capture_output=True,
        text=True,
    )
    told = json.loads(done.stderr)["messages"]
    return [
        f"{files.get(one['url'], one['url'])}: {one['message']} … {one.get('extract', '')!r}"
        for one in told
        if one["type"] != "info"
    ]
