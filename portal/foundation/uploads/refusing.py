"""How a file is refused."""

MAX_BYTES = 10_000_000


class BadFile(ValueError):  # noqa: N818 -- reads as what it is
    """The file is not taken; the text says why, as a sentence that follows the file's name."""
