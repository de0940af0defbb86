"""Admin pages of cooperation: what is overdue, what runs, what somebody reports, what is released."""

from cooperation.admin import agreement, closing, cooperation, enquiry, report

__all__ = ["agreement", "closing", "cooperation", "enquiry", "report"]
