"""Admin pages of cooperation: what is overdue, what runs, and bringing two together."""

from cooperation.admin import closing, cooperation, enquiry

__all__ = ["closing", "cooperation", "enquiry"]
