"""What the Servicestelle sees of enquiries and conversations in its admin pages."""

from cooperation.admin import enquiry, report

__all__ = ["enquiry", "report"]
