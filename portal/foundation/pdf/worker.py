"""Turns one typst document into a PDF; a process of its own, started by `portal.foundation.pdf.making`.

Reads a JSON order from standard input and writes the PDF to standard output. Knows neither Django nor
us, so that it starts at once. What somebody wrote reaches the document only as a string value
(`sys.inputs.document`), which typst never reads as markup.
"""

import json
import sys
from datetime import datetime

import typst


def main() -> int:
    """Fill one order. 0 and the PDF, or 1 and the reason on standard error."""
    order = json.load(sys.stdin)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[order["fonts"]]
    )
    compiler = typst.Compiler(order["template"], root=order["root"], font_paths=fonts)
    try:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"document": json.dumps(order["document"], ensure_ascii=False)},
            # To be kept for years (PDF/A), and to be read aloud (PDF/UA): typst refuses what is not.
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime.fromisoformat(order["made_at"]),
        )
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
