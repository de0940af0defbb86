"""Pictures of the main screens, at two widths and in both schemes, into `shots/` (git ignores it).

    make shots                        # all of them, in German
    make shots ARGS="--language en desk need"
    make shots ARGS=--readme          # the three of README.md, into docs/

Runs a portal of its own with fresh demo data. Needs Chromium.
"""

import argparse
import re
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page

from portal.stack.servers import ROOT
from scripts import demo_portal

FOLDER = ROOT / "shots"
WIDTHS = {360: 780, 1280: 800}
SCHEMES = ("light", "dark")
ONE = r"[0-9a-f-]{36}/"
# File in docs/ → screen, width, scheme. Cut to what one sees first.
README = {
    "home.webp": ("home", 1280, "light"),
    "suggestions.webp": ("suggestions", 1280, "light"),
    "desk.webp": ("desk", 360, "dark"),
}
FIRST_SIGHT = {1280: 1400, 360: 1100}


class Screen(NamedTuple):
    """A page, found as a person finds it: an address, then links whose addresses match."""

    who: str  # a demo account, or "" for somebody who is signed out
    name: str
    start: str
    links: tuple[str, ...] = ()


SCREENS = [
    Screen("", "home", "/"),
    Screen("", "about", "/so-geht-es/"),
    Screen("", "organisations", "/organisationen/"),
    Screen("", "needs", "/bedarfe/"),
    Screen("", "nothing-found", "/suche/?q=Zeppelinbau"),
    Screen("", "organisation", "/organisationen/jugendhaus-kanalwinkel/"),
    Screen("", "need", "/bedarfe/", (rf"^/bedarfe/{ONE}$",)),
    Screen("", "offer", "/angebote/", (rf"^/angebote/{ONE}$",)),
    Screen("", "regions", "/regionen/"),
    Screen("", "region", "/regionen/sachsen/"),
    Screen("", "examples", "/beispiele/"),
    Screen("", "example", "/beispiele/", (r"^/beispiele/.+/$",)),
    Screen("", "figures", "/zahlen/"),
    Screen("", "plain", "/leichte-sprache/"),
    Screen("", "privacy", "/datenschutz/"),
    Screen("", "barrier", "/barriere-melden/"),
    Screen("", "sign-up", "/konto/signup/"),
    Screen("", "sign-in", "/konto/login/"),
    Screen("", "missing", "/gibt-es-nicht/"),
    Screen("traeger", "desk", "/schreibtisch/"),
    Screen("traeger", "mine", "/meine/"),
    Screen("traeger", "post-need", "/bedarfe/neu/"),
    Screen("traeger", "suggestions", "/vorschlaege/"),
    Screen("traeger", "enquire", "/vorschlaege/", (rf"^/anfragen/neu/vorschlag/{ONE}$",)),
    Screen("traeger", "enquiries", "/anfragen/"),
    Screen("traeger", "enquiry", "/anfragen/", (rf"^/anfragen/{ONE}$",)),
    Screen("traeger", "conversations", "/nachrichten/"),
    Screen("traeger", "conversation", "/nachrichten/", (r"/gespraech/$",)),
    Screen("traeger", "cooperations", "/kooperationen/"),
    Screen("traeger", "cooperation", "/kooperationen/", (rf"^/kooperationen/{ONE}$",)),
    *(
        Screen(
            "traeger", name, "/kooperationen/", (rf"^/kooperationen/{ONE}$", rf"/{word}/$")
        )
        for name, word in (
            ("agreement", "vereinbarung"),
            ("appointments", "termine"),
            ("protection", "schutz"),
            ("closing", "abschluss"),
        )
    ),
    Screen("traeger", "team", "/organisation/jugendhaus-kanalwinkel/team/"),
    Screen("traeger", "profile", "/organisation/jugendhaus-kanalwinkel/bearbeiten/"),
    Screen("traeger", "account", "/mein-konto/"),
    Screen("traeger", "second-factor", "/konto/2fa/"),
    Screen("traeger", "mail-preferences", "/mein-konto/benachrichtigungen/"),
    Screen("firma", "company-desk", "/schreibtisch/"),
    Screen("firma", "company-suggestions", "/vorschlaege/"),
    Screen("firma", "post-offer", "/angebote/neu/"),
    Screen("servicestelle", "service-desk", "/schreibtisch/"),
    Screen("servicestelle", "admin", "/verwaltung/"),
    Screen("servicestelle", "admin-needs", "/verwaltung/matching/need/"),
    Screen(
        "servicestelle", "admin-need", "/verwaltung/matching/need/",
        (r"^/verwaltung/matching/need/\d+/change/",),
    ),
    Screen("servicestelle", "styleguide", "/styleguide/"),
]  # fmt: skip


def take(browser: Browser, address: str, screens: list[Screen], language: str) -> None:
    """The pictures of `screens`, which one person sees."""
    for scheme in SCHEMES:
        context = browser.new_context(
            base_url=address, locale=language, color_scheme=scheme, reduced_motion="reduce"
        )
        if screens[0].who:
            demo_portal.sign_in(context, screens[0].who)
        page = context.new_page()
        for screen in screens:
            if _open(page, screen):
                for width, height in WIDTHS.items():
                    page.set_viewport_size({"width": width, "height": height})
                    page.screenshot(path=_path(screen, width, scheme, language), full_page=True)
        context.close()


def _open(page: Page, screen: Screen) -> bool:
    page.goto(screen.start)
    for wanted in screen.links:
        found = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
        href = next((href for href in found if href and re.search(wanted, href)), None)
        if href is None:
            print(f"{screen.name}: no link like {wanted} on {page.url}")
            return False
        page.goto(href)
    return True


def _path(screen: Screen, width: int, scheme: str, language: str) -> Path:
    return FOLDER / f"{language}-{width}-{scheme}" / f"{screen.name}.png"


def write_readme() -> None:
    """The three pictures of README.md, from those that were just taken."""
    for file, (name, width, scheme) in README.items():
        with Image.open(FOLDER / f"de-{width}-{scheme}" / f"{name}.png") as image:
            seen = image.crop((0, 0, width, min(image.height, FIRST_SIGHT[width])))
            seen.convert("RGB").save(ROOT / "docs" / file, "WEBP", quality=80, method=6)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__)
    parser.add_argument("names", nargs="*", help="of screens; without any: all of them")
    parser.add_argument("--language", choices=("de", "en"), default="de")
    parser.add_argument("--readme", action="store_true", help="those of README.md, into docs/")
    asked = parser.parse_args()
    if asked.readme:
        asked.names, asked.language = [name for name, _width, _scheme in README.values()], "de"
    if unknown := set(asked.names) - {screen.name for screen in SCREENS}:
        parser.error(
            f"No screen is called {', '.join(sorted(unknown))}. There are "
            f"{', '.join(screen.name for screen in SCREENS)}."
        )
    wanted = [screen for screen in SCREENS if not asked.names or screen.name in asked.names]
    with demo_portal.running() as address, demo_portal.chromium() as browser:
        for _who, screens in groupby(wanted, key=lambda screen: screen.who):
            take(browser, address, list(screens), asked.language)
    if asked.readme:
        write_readme()
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER.name}/")


if __name__ == "__main__":
    main()
