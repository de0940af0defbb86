"""The Servicestelle's pages about people, organisations and competencies."""

from profiles.admin import competence, organisation, user, verification

__all__ = ["competence", "organisation", "user", "verification"]
