"""What upper rooms do when a need or an offer has ended; they register a function when they start.

Matching must not know cooperation, and every way a listing ends (its page, a mail's link, the
admin) goes through `matching.publishing`, which calls `ended` in the same transaction.
"""

from collections.abc import Callable

from matching.models.listing import Listing

_registered: list[Callable[[Listing], object]] = []


def register(answer: Callable[[Listing], object]) -> None:
    """Have `answer(listing)` called for every listing that is fulfilled or closed."""
    if answer not in _registered:
        _registered.append(answer)


def ended(listing: Listing) -> None:
    """`listing` is not wanted any more: let everybody who waits for it know."""
    for answer in _registered:
        answer(listing)
