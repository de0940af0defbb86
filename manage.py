#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A wrong or missing setting is the operator's to mend: a sentence, not a traceback.
        sys.exit(f"Settings: {error}")


if __name__ == "__main__":
    main()
