"""Draws the pictures that need pixels from our own SVG: icons for devices and the card for links.

    .venv/bin/python scripts/identity.py

Needs Chromium and Playwright (both come with the tests). Run it after a change of the logo and commit
what it writes into static/img/.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
CHROMIUM = "/usr/bin/chromium"
MAX_CARD_BYTES = 80_000
ARCS = """<g fill="none" stroke-width="8" stroke-linecap="round">
<path d="M5 43C5 24 16 11 32 11" stroke="#0b5563"/><path d="M59 43C59 24 48 11 32 11" stroke="#e8694a"/>
</g><circle cx="32" cy="11" r="8" fill="#ffc94a"/>"""
# Device icons are cut round or with corners: the logo keeps to the middle.
ICON = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -23 96 96" width="100%" height="100%">
<rect x="-16" y="-23" width="96" height="96" fill="#fbf8f3"/>{ARCS}</svg>"""
CARD = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630">
<style>
@font-face {{ font-family: B; src: url("{{fonts}}/bricolage-grotesque-700.woff2"); }}
@font-face {{ font-family: T; src: url("{{fonts}}/portal-text.woff2"); }}
</style>
<rect width="1200" height="630" fill="#fbf8f3"/>
<rect y="600" width="600" height="30" fill="#0b5563"/>
<rect x="600" y="600" width="600" height="30" fill="#e8694a"/>
<svg x="600" y="40" width="528" height="396" viewBox="0 0 64 48">{ARCS}</svg>
<text x="76" y="376" font-family="T" font-size="38" fill="#4f5f63">Servicestelle</text>
<text x="72" y="466" font-family="B" font-size="82" letter-spacing="-2" fill="#1b2a2f">Soziale Kooperation</text>
<text x="76" y="534" font-family="T" font-size="38" fill="#4f5f63">Unternehmen und Jugendhilfe, Hand in Hand.</text>
</svg>"""


def drawn(browser: Browser, svg: str, width: int, height: int) -> Image.Image:
    """The SVG as Chromium shows it, `width` × `height` pixels."""
    page = browser.new_page(viewport={"width": width, "height": height})
    work = STATIC / "img" / ".drawing.html"  # beside the fonts: a page may read files next to it
    work.write_text(
        f"<!doctype html><style>body{{margin:0}}svg{{display:block}}</style>{svg}", encoding="utf-8"
    )
    try:
        page.goto(work.as_uri())
        page.evaluate("document.fonts.ready")
        return Image.open(BytesIO(page.screenshot())).convert("RGB")
    finally:
        work.unlink()
        page.close()


def save(picture: Image.Image, name: str, colours: int) -> Path:
    """Flat colours need a palette only."""
    path = STATIC / "img" / name
    picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    return path


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--allow-file-access-from-files"],
        )
        favicon = (STATIC / "img" / "favicon.svg").read_text(encoding="utf-8")
        small = favicon.replace("<svg ", '<svg width="32" height="32" ', 1)
        save(drawn(browser, small, 32, 32), "favicon-32.png", 64)
        for name, edge in (("apple-touch-icon", 180), ("icon-192", 192), ("icon-512", 512)):
            save(drawn(browser, ICON, edge, edge), f"{name}.png", 64)
        card = CARD.replace("{fonts}", (STATIC / "fonts").as_uri())
        path = save(drawn(browser, card, 1200, 630), "social-card.png", 64)
        browser.close()
    if path.stat().st_size > MAX_CARD_BYTES:
        sys.exit(f"{path.name} has {path.stat().st_size} bytes, more than {MAX_CARD_BYTES}.")


if __name__ == "__main__":
    main()
