"""Demo data: invented organisations, people, needs and offers, and what loads them.

Dates are stored as days from today ("starts_in_days", "published_days_ago"), so that the demo never
ages. Every name is invented, every address ends in .example, and the phone numbers are those that
the Bundesnetzagentur keeps free for fiction.
"""

from typing import Final

DEMO_PASSWORD: Final = "soziale-kooperation"  # noqa: S105 -- public on purpose, opens invented data only
DEMO_SIGN_INS: Final = (
    ("Träger", "traeger@demo.example"),
    ("Unternehmen", "firma@demo.example"),
    ("Servicestelle", "servicestelle@demo.example"),
)
