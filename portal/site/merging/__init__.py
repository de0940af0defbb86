"""Making one organisation out of two: for the Servicestelle, in admin."""

from portal.site.merging.fields import Choice, choices_for
from portal.site.merging.merge import merge, refusal
from portal.site.merging.relations import Moving, moving

__all__ = ["Choice", "Moving", "choices_for", "merge", "moving", "refusal"]
