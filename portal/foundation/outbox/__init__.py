"""The mail outbox: `queue` a mail inside the transaction that causes it; a task sends it.

This package is the only place in the portal that talks to a mail server (docs/mail.md).
"""

from portal.foundation.outbox.queueing import queue, queue_rendered, queue_to_address
from portal.foundation.outbox.sending import send, sweep

__all__ = ["queue", "queue_rendered", "queue_to_address", "send", "sweep"]
