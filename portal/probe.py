"""`python -m portal.probe URL`: exit 0 when the portal answers there with 200.

Containers ask themselves with it. The request looks like one that came through the proxy, else
allowed hosts and the redirect to https would answer it.
"""

import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

SECONDS = 5


def main() -> int:
    headers = {"Host": urlsplit(os.environ["SITE_URL"]).netloc, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(sys.argv[1], headers=headers)  # noqa: S310 -- ours
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return int(answer.status != 200)
    except OSError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    sys.exit(main())
