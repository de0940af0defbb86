"""What happened between two organisations, from the first word to the end, as one story."""

from cooperation.models import Cooperation, Enquiry
from portal.foundation import history
from portal.foundation.events import event_words
from portal.foundation.models import HistoryEntry

# Icon and tone of what is more than a note.
LOOKS = {
    "opened": ("send", "calm"), "introduced": ("handshake", "calm"), "taken up": ("send", "calm"),
    "accepted": ("handshake", "good"), "place taken": ("handshake", "good"),
    "declined": ("circle-x", "bad"), "withdrawn": ("undo-2", "calm"), "lapsed": ("clock", "bad"),
    "reminded": ("bell", "calm"), "called": ("message-square", "calm"),
    "begun": ("heart-handshake", "calm"), "version proposed": ("file-text", "calm"),
    "version confirmed": ("check", "calm"), "agreed": ("circle-check", "good"),
    "started": ("arrow-right", "good"), "paused": ("pause", "calm"),
    "resumed": ("arrow-right", "calm"), "finished": ("circle-check", "good"),
    "concluded": ("archive", "good"), "called off": ("circle-x", "bad"),
    "ended early": ("circle-x", "bad"), "appointment set": ("calendar", "calm"),
    "appointment changed": ("calendar", "calm"), "appointment cancelled": ("calendar", "calm"),
    "hours logged": ("clock", "calm"), "hours confirmed": ("check", "calm"),
}  # fmt: skip
OTHERWISE = ("circle-dashed", "calm")


def story_of(subject: Enquiry | Cooperation) -> list[dict[str, object]]:
    """Entries for the timeline component, newest first; of a cooperation with its enquiry's."""
    entries = list(history.of(subject))
    if isinstance(subject, Cooperation):
        entries += list(history.of(subject.enquiry))
    return [_told(entry) for entry in sorted(entries, key=lambda e: e.happened_at, reverse=True)]


def _told(entry: HistoryEntry) -> dict[str, object]:
    icon, tone = LOOKS.get(entry.event, OTHERWISE)
    return {
        "at": entry.happened_at,
        "title": event_words(entry.event),
        "who": str(entry.by) if entry.by else "",
        "text": entry.comment,
        "icon": icon,
        "tone": tone,
        "on_behalf": entry.on_behalf,
    }
