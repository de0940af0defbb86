"""Open data: the published entries as JSON, read-only, under /api/v1/.

Who reads here is never known: no cookie is read, none is set (`middleware.py`). Only what everybody
may read on the pages is told, and each field is named in `serializers.py`.
"""
