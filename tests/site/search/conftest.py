"""What the tests of the search share."""

import pytest
from django.test import Client


@pytest.fixture
def anyone():
    """Somebody who is not signed in and reads English."""
    return Client(headers={"accept-language": "en"})
