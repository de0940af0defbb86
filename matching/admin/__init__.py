"""Reviewing needs and offers; full rematches."""

from matching.admin import need, offer, run

__all__ = ["need", "offer", "run"]
