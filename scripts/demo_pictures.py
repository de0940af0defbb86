"""Draws the invented photos of the demo data: portal/site/demo/pictures/*.svg become PNG.

    .venv/bin/python scripts/demo_pictures.py

Needs Chromium and Playwright (both come with the tests). Run it after a change of a drawing and commit
what it writes. Pixels, because the demo data go the way of uploads, and that takes no SVG.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "portal" / "site" / "demo" / "pictures"
CHROMIUM = "/usr/bin/chromium"
SIZE = {"width": 1440, "height": 960}
MAX_BYTES = 40_000


def main() -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport=SIZE)
        for drawing in sorted(PICTURES.glob("*.svg")):
            page.set_content(f"<style>body{{margin:0}}</style>{drawing.read_text('utf-8')}")
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            path = drawing.with_suffix(".png")
            # Flat colours need a palette only.
            picture.quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)
            if path.stat().st_size > MAX_BYTES:
                print(f"{path.name} is too large", file=sys.stderr)
                return 1
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
