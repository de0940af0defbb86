"""Logos of before they had several widths get them; run by beat, finds its work by itself."""

import logging

from django.db import transaction

from portal.foundation.uploads import BadFile
from portal.foundation.uploads.sized import NAME, delete_on_commit
from profiles.logos import LOGO
from profiles.models import Organisation

logger = logging.getLogger(__name__)


def renew_old_logos(at_most: int = 200) -> int:
    """How many were written anew. One whose file is lost or broken stays as it is."""
    old = Organisation.objects.exclude(logo="").exclude(logo__regex=f"^{NAME.pattern}$")
    return sum(_renew(pk) for pk in old.order_by("?").values_list("pk", flat=True)[:at_most])


@transaction.atomic
def _renew(pk: int) -> bool:
    organisation = Organisation.objects.select_for_update().get(pk=pk)
    old = organisation.logo
    if not old or old.pixels:
        return False  # somebody was faster
    try:
        with old.storage.open(old.name) as file:
            fresh = LOGO.reencoded(file)
    except (OSError, BadFile) as error:
        logger.warning("the logo of organisation %s stays as it is: %s", pk, error)
        return False
    delete_on_commit(old)
    organisation.logo.save(fresh.name, fresh, save=False)
    organisation.save(update_fields=["logo"])
    return True
