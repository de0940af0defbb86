"""Make the fonts of this folder anew; needs fontTools and brotli, which the portal itself does not.

    python portal/foundation/pdf/fonts/make.py NOTO

NOTO is a folder with Noto's TrueType files (Debian: fonts-noto-core). The portal's own faces come
from `static/fonts`: typst reads neither woff2 nor variable fonts. From Noto come the scripts that
ours lack, for names of people and places. `coverage.txt` says which characters any of them can draw.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
OURS = HERE.parents[3] / "static" / "fonts"
WEIGHTS = {"regular": 400, "bold": 700}
# Latin with all accents (Vietnamese, too), combining marks, Greek, Cyrillic, punctuation, signs.
NOTO_SANS = [
    (0x20, 0x17F), (0x180, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0xFFFD, 0xFFFD),
]  # fmt: skip
ARABIC = [(0x600, 0x6FF), (0x200C, 0x200F), (0xFE70, 0xFEFF)]
HEBREW = [(0x590, 0x5FF)]
SYMBOLS = [(0x2190, 0x2199), (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2610, 0x2612), (0x2713, 0x2717)]


def main(noto: Path) -> None:
    """Write every font and the list of what they cover."""
    for name, weight in WEIGHTS.items():
        for source in ("portal-text", "portal-text-ext"):
            _static(OURS / f"{source}.woff2", HERE / f"{source}-{name}.ttf", weight)
        style = name.capitalize()
        _subset(noto / f"NotoSans-{style}.ttf", HERE / f"noto-sans-{name}.ttf", NOTO_SANS)
    _subset(noto / "NotoSansArabic-Regular.ttf", HERE / "noto-arabic.ttf", ARABIC)
    _subset(noto / "NotoSansHebrew-Regular.ttf", HERE / "noto-hebrew.ttf", HEBREW)
    _subset(noto / "NotoSansSymbols2-Regular.ttf", HERE / "noto-symbols2.ttf", SYMBOLS)
    _subset(noto / "NotoSansMath-Regular.ttf", HERE / "noto-math.ttf", SYMBOLS[:1])
    headings = TTFont(OURS / "bricolage-grotesque-700.woff2")
    headings.flavor = None
    headings.save(HERE / "bricolage-grotesque-bold.ttf")
    _write_coverage()


def _static(source: Path, target: Path, weight: int) -> None:
    font = instantiateVariableFont(TTFont(source), {"wght": weight})
    font.flavor = None
    font["OS/2"].usWeightClass = weight
    is_bold = weight == WEIGHTS["bold"]
    font["OS/2"].fsSelection = 0x20 if is_bold else 0x40
    font["head"].macStyle = 1 if is_bold else 0
    for name_id, text in ((2, "Bold" if is_bold else "Regular"), (17, ""), (16, "")):
        if text:
            font["name"].setName(text, name_id, 3, 1, 0x409)
        else:
            font["name"].removeNames(nameID=name_id)
    font.save(target)


def _subset(source: Path, target: Path, ranges: list[tuple[int, int]]) -> None:
    options = Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    subsetter.subset(font)
    font.save(target)


def _write_coverage() -> None:
    codes: set[int] = set()
    for path in sorted(HERE.glob("*.ttf")):
        codes |= set(TTFont(path).getBestCmap())
    lines, run = [], []
    for code in [*sorted(codes), -1]:
        if run and code != run[-1] + 1:
            lines.append(f"{run[0]:X}-{run[-1]:X}")
            run = []
        run = [*run[:1], code] if run else [code]
    (HERE / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
