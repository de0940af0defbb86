"""Reviewing needs and offers; full rematches; proposals."""

from matching.admin import need, offer, proposal, run

__all__ = ["need", "offer", "proposal", "run"]
