"""Admin pages of cooperation: what is overdue, what runs, what somebody reports, what is released."""

from cooperation.admin import closing, cooperation, enquiry, report

__all__ = ["closing", "cooperation", "enquiry", "report"]
