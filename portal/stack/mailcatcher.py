"""An SMTP server that keeps every mail as a file instead of delivering it (local use and tests)."""

import os
import socket
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller


class KeepMails:
    """Writes NNNN.eml, in the order of arrival; a half-written file is never visible."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.number = max((int(path.stem) for path in folder.glob("*.eml")), default=0)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: ANN001, N802 -- aiosmtpd's name
        self.number += 1
        half_written = self.folder / f"{self.number:04d}.part"
        half_written.write_bytes(envelope.original_content)
        os.replace(half_written, self.folder / f"{self.number:04d}.eml")
        return "250 kept"


def free_port() -> int:
    """A port of the loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, port: int = 0) -> Controller:
    """A catcher on the loopback; without `port`, on a free one (`controller.port`)."""
    controller = Controller(KeepMails(folder), hostname="127.0.0.1", port=port or free_port())
    controller.start()
    return controller


if __name__ == "__main__":
    start(Path(sys.argv[1]), int(sys.argv[2]))
    while True:
        time.sleep(3600)
