"""A mail server with moods: it takes mails, refuses, hangs, hangs up, or is not there at all."""

import asyncio
import threading
from collections import Counter
from email import message_from_bytes

from aiosmtpd.controller import Controller

from portal.stack.mailcatcher import free_port

FRIENDLY = "friendly"
FULL = "says 451 to every recipient"
BANNED = "says 554 to every mail"
SILENT = "takes the call and says nothing"
STUCK = "takes the mail and never says so"
HANGS_UP = "keeps the mail and hangs up before saying so"
DEAD_DOMAIN = "dead.example"
NO_SUCH = "niemand"


class Moody:
    """What it kept is counted by Message-ID: that is what a recipient would see."""

    def __init__(self) -> None:
        self.mood = FRIENDLY
        self.knows_everybody = False
        self.kept: Counter[str] = Counter()
        self.doubtful: set[str] = set()  # kept without saying so: may come once more
        self.got_data = threading.Event()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 -- aiosmtpd's name
        session.host_name = hostname
        if self.mood == SILENT:
            await asyncio.sleep(600)
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.mood == FULL:
            return "451 mailbox full, please come back"
        if address.startswith(NO_SUCH) and not self.knows_everybody:
            return "550 no such user here"
        if address.endswith(DEAD_DOMAIN) and not self.knows_everybody:
            await asyncio.sleep(600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.mood == BANNED:
            return "554 looks like spam"
        name = message_from_bytes(envelope.original_content)["Message-ID"].strip("<>").split("@")[0]
        self.kept[name] += 1
        if self.mood in {STUCK, HANGS_UP}:
            self.doubtful.add(name)
            self.got_data.set()
            if self.mood == HANGS_UP:
                server.transport.abort()
                return "421 gone"
            await asyncio.sleep(600)
        return "250 kept"


class UnfriendlyServer:
    """Starts and stops at one port, so that it can be down for a while."""

    def __init__(self) -> None:
        self.port = free_port()
        self.moody = Moody()
        self._controller: Controller | None = None

    def up(self) -> None:
        self._controller = Controller(self.moody, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def down(self) -> None:
        if self._controller:
            loop = self._controller.loop
            # Those who hang are not waited for.
            loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
            self._controller.stop(no_assert=True)
            self._controller = None
