"""Admin pages of cooperation: what is overdue, what runs, what somebody reports."""

from cooperation.admin import cooperation, enquiry, report

__all__ = ["cooperation", "enquiry", "report"]
