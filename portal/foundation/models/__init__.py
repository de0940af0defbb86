"""What every app stands on: the history of decisions, the mail outbox, the worker's sign of life."""

from portal.foundation.models.heartbeat import Heartbeat
from portal.foundation.models.history import HistoryEntry
from portal.foundation.models.mail import MailPause, MailPreference, MailState, OutboxMail, Pace

__all__ = [
    "Heartbeat",
    "HistoryEntry",
    "MailPause",
    "MailPreference",
    "MailState",
    "OutboxMail",
    "Pace",
]
