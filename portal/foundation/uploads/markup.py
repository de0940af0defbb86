"""Whether bytes are something that a browser or a server would run."""

import re

HEAD_BYTES = 1024
RUNS = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta|\?php|\?=|\?xml)"
    rb"|<\?(?:php|=|xml)|javascript:",
    re.IGNORECASE,
)


def looks_like_markup(content: bytes) -> bool:
    """Whether HTML, SVG, XML or a script's beginning occurs in `content`."""
    return bool(RUNS.search(content.replace(b"\0", b"")))
