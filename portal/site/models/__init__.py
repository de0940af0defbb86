"""What belongs to the portal as a whole and to no single app."""

from portal.site.models.saved_search import Frequency, SavedSearch

__all__ = ["Frequency", "SavedSearch"]
