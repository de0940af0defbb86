"""The mails of pages that look across apps."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from matching.mails import a_need, an_offer
from portal.foundation.outbox import templates
from portal.foundation.outbox.kinds import DECISIONS, SAVED_SEARCHES
from portal.site.models import BarrierReport
from profiles.mails import a_person, an_organisation


def register() -> None:
    """Called once when the app is ready."""
    templates.register(SAVED_SEARCHES, ["search_digest"], sample=_search_sample)
    templates.register(DECISIONS, ["organisation_merged"], sample=_merged_sample)
    templates.register(DECISIONS, ["barrier_reported"], sample=_barrier_sample)


def _search_sample() -> dict[str, Any]:
    part = {
        "title": "Bedarfe: Buchhaltung, 50 km um Leipzig",
        "rows": [a_need(), an_offer()],
        "has_more": True,
        "url": f"{settings.SITE_URL}/bedarfe/?q=buchhaltung",
    }
    return {"recipient": a_person(), "parts": [part], "unsubscribe_url": settings.SITE_URL}


def _merged_sample() -> dict[str, Any]:
    return {"organisation": an_organisation(), "former": an_organisation("Jugendhaus Leipzig Süd")}


def _barrier_sample() -> dict[str, Any]:
    return {
        "report": BarrierReport(text="Das Menü öffnet sich nicht.", page="/bedarfe/"),
        "address": reverse("admin:site_barrierreport_changelist"),
        "answer_by": timezone.localdate() + timedelta(days=14),
    }
