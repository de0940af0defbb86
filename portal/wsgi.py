"""WSGI entry point for gunicorn."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from portal.site.search.live import process_search  # noqa: E402 -- needs Django's setup

# Beside the first requests: the search index of a whole country takes a minute to load.
threading.Thread(target=process_search.warm, name="warm-search", daemon=True).start()
