"""What happened between two organisations, from the first word to the end, as one story."""

from cooperation.models import Cooperation, Enquiry
from portal.foundation import history
from portal.foundation.events import event_words
from portal.foundation.models import HistoryEntry

TONES = {
    "accepted": "good", "agreed": "good", "started": "good", "finished": "good",
    "concluded": "good", "place taken": "good", "declined": "bad", "called off": "bad",
    "lapsed": "bad", "ended early": "bad",
}  # fmt: skip


def story_of(subject: Enquiry | Cooperation) -> list[dict[str, object]]:
    """Entries for the timeline component, newest first; of a cooperation with its enquiry's."""
    entries = list(history.of(subject))
    if isinstance(subject, Cooperation):
        entries += list(history.of(subject.enquiry))
    return [_told(entry) for entry in sorted(entries, key=lambda e: e.happened_at, reverse=True)]


def _told(entry: HistoryEntry) -> dict[str, object]:
    return {
        "at": entry.happened_at,
        "title": event_words(entry.event),
        "who": str(entry.by) if entry.by else "",
        "text": entry.comment,
        "tone": TONES.get(entry.event, "calm"),
        "on_behalf": entry.on_behalf,
    }
