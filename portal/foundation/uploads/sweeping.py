"""Files of pictures that no row names any more: of deleted rows, and of transactions that failed."""

import re
from datetime import timedelta
from typing import Final

from django.db import models
from django.utils import timezone

# A transaction that has just written its file may still be running.
ORPHANED_AFTER: Final = timedelta(hours=1)
WIDTH: Final = re.compile(r"-w[0-9]+(?=\.webp$)")


def sweep_pictures(model: type[models.Model], name: str) -> int:
    """Delete them from the folder of one field. How many. It may run twice."""
    field = model._meta.get_field(name)
    storage, folder = field.storage, field.upload_to.rstrip("/")
    try:
        stored = storage.listdir(folder)[1]
    except FileNotFoundError:  # nothing was ever uploaded
        return 0
    named = set(model._default_manager.exclude(**{name: ""}).values_list(name, flat=True))
    before = timezone.now() - ORPHANED_AFTER
    swept = 0
    for file in stored:
        path = f"{folder}/{file}"
        if path in named or WIDTH.sub("", path) in named:
            continue
        try:
            if storage.get_modified_time(path) < before:
                storage.delete(path)
                swept += 1
        except FileNotFoundError:  # another sweep was faster
            continue
    return swept
