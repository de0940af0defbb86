"""WSGI entry point for gunicorn."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from matching import preview  # noqa: E402 -- needs Django's setup
from portal.site.search.live import process_search  # noqa: E402


def _warm() -> None:
    process_search.warm()
    preview.warm()


# Beside the first requests: the indexes of a whole country take a minute to load.
threading.Thread(target=_warm, name="warm-indexes", daemon=True).start()
