"""Admin pages of cooperation: what is overdue, what runs, and bringing two together."""

from cooperation.admin import cooperation, enquiry

__all__ = ["cooperation", "enquiry"]
