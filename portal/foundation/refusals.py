"""A refusal is a sentence for a person; views and admin show it, nothing else catches it."""


class Refused(Exception):  # noqa: N818 -- reads as what it is: the portal refused, politely
    """A business rule says no. `str(refusal)` is a translated sentence that says how to mend it."""
