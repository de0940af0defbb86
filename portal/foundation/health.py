"""`/healthz`: the process answers. `/readyz`: database reachable and the worker has a pulse."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.foundation import liveness


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all."""
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served and a worker worked within the last minute and a half, else 503.

    `queue_age_seconds` is null until the first heartbeat came through the queue.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        age = liveness.seconds_since_beat("worker")
    except DatabaseError:
        return JsonResponse({"database": False, "queue_age_seconds": None}, status=503)
    is_alive = age is not None and age < liveness.SILENT_AFTER.total_seconds()
    return JsonResponse(
        {"database": True, "queue_age_seconds": age}, status=200 if is_alive else 503
    )
