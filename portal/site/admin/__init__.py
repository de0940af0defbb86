"""Admin pages of what belongs to no app: legal texts, reported barriers."""

from portal.site.admin import barriers, legal_texts  # noqa: F401 -- they register themselves
