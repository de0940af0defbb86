"""Logos of before they had several widths get them; run by beat, finds its work by itself."""

import logging
from functools import partial

from django.db import transaction

from profiles import logos
from profiles.models import Organisation

logger = logging.getLogger(__name__)


def renew_old_logos(at_most: int = 200) -> int:
    """How many were written anew. One whose file is lost or broken stays as it is."""
    old = Organisation.objects.exclude(logo="").exclude(logo__regex=f"^{logos.NAME.pattern}$")
    return sum(_renew(pk) for pk in old.order_by("?").values_list("pk", flat=True)[:at_most])


@transaction.atomic
def _renew(pk: int) -> bool:
    organisation = Organisation.objects.select_for_update().get(pk=pk)
    old = organisation.logo.name
    if not old or logos.size_of(old):
        return False  # somebody was faster
    storage = organisation.logo.storage
    try:
        with storage.open(old) as file:
            fresh = logos.reencoded(file)
    except (OSError, logos.BadLogo) as error:
        logger.warning("the logo of organisation %s stays as it is: %s", pk, error)
        return False
    organisation.logo.save(fresh.name, fresh, save=False)
    organisation.save(update_fields=["logo"])
    transaction.on_commit(partial(storage.delete, old))
    return True
