"""What has to be settled before a cooperation may start, or go on after a break."""

from collections.abc import Callable

from cooperation import protection
from cooperation.models import Cooperation

# Each returns sentences for the members of the Träger; empty when all is settled.
CHECKS: tuple[Callable[[Cooperation], list[str]], ...] = (protection.missing,)


def missing(cooperation: Cooperation) -> list[str]:
    """What still stands against it, as sentences for the Träger."""
    return [sentence for check in CHECKS for sentence in check(cooperation)]
