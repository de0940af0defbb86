"""Reviewing needs and offers."""

from matching.admin import need, offer

__all__ = ["need", "offer"]
