"""Lighthouse in its four categories on the pages that decide a first impression, phone and desktop.

    make lighthouse

Runs a portal of its own with fresh demo data; the median of three runs counts. Needs Chromium, npm and
Node 20. Ends with an error when a score is below 98.
"""

import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from portal.stack.servers import ROOT
from scripts import demo_portal

HERE = Path(__file__).parent
REPORTS = ROOT / "shots" / "lighthouse"
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
GOAL = 98
RUNS = 3
ATTEMPTS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
DEVICES = {"phone": (), "desktop": ("--preset=desktop",)}


def install() -> None:
    """Fetch Lighthouse at the version of package-lock.json."""
    if not LIGHTHOUSE.exists():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HERE, check=True)


def addresses_and_cookies(browser: Browser, address: str) -> dict[str, tuple[str, str]]:
    """Page → (address, Cookie header): home, directory and a listing signed out, a Träger's desk."""
    context = browser.new_context(base_url=address, locale="de-DE")
    page = context.new_page()
    page.goto("/bedarfe/")
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
    listing = next(link for link in links if link and re.search(r"^/bedarfe/[0-9a-f-]{36}/$", link))
    demo_portal.sign_in(context, "traeger")
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())
    context.close()
    return {
        "home": (f"{address}/", ""),
        "directory": (f"{address}/organisationen/", ""),
        "listing": (f"{address}{listing}", ""),
        "desk": (f"{address}/schreibtisch/", cookies),
    }


def scores(url: str, cookies: str, device: tuple[str, ...], report: Path) -> list[int]:
    """0 to 100 in each category, in their order. The last run's report stays in `report`."""
    command = [
        "node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={report}",
        "--locale=en", "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(demo_portal.CHROMIUM_FLAGS)}", *device,
    ]  # fmt: skip
    if cookies:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
        # What only one person may read keeps search engines out on purpose (robots.txt).
        command.append("--skip-audits=is-crawlable")
    _run(command)
    told = json.loads(report.read_text())
    if error := told.get("runtimeError"):
        sys.exit(f"{url}: {error['message']}")
    if told["finalDisplayedUrl"] != url:
        sys.exit(f"{url} led to {told['finalDisplayedUrl']}: not the page that was meant.")
    return [round(100 * told["categories"][name]["score"]) for name in CATEGORIES]


def _run(command: list[str]) -> None:
    """Lighthouse once; again when it says of itself that it could not record the page (NO_NAVSTART)."""
    environment = os.environ | {"CHROME_PATH": demo_portal.CHROMIUM}
    for _attempt in range(ATTEMPTS):
        if subprocess.run(command, env=environment).returncode == 0:
            return
    sys.exit(f"Lighthouse failed {ATTEMPTS} times; the lines above say why.")


def main() -> None:
    install()
    REPORTS.mkdir(parents=True, exist_ok=True)
    lowest = 100
    with demo_portal.running() as address:
        with demo_portal.chromium() as browser:
            pages = addresses_and_cookies(browser, address)
        print(f"{'page':<10} {'device':<8} " + " ".join(f"{name:>14}" for name in CATEGORIES))
        for name, (url, cookies) in pages.items():
            for device, flags in DEVICES.items():
                report = REPORTS / f"{name}-{device}.json"
                runs = [scores(url, cookies, flags, report) for _run in range(RUNS)]
                medians = [int(statistics.median(column)) for column in zip(*runs, strict=True)]
                print(f"{name:<10} {device:<8} " + " ".join(f"{score:>14}" for score in medians))
                lowest = min(lowest, *medians)
    if lowest < GOAL:
        sys.exit(f"{lowest} is below {GOAL}; {REPORTS.relative_to(ROOT)}/ says why.")


if __name__ == "__main__":
    main()
