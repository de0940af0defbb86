"""What beat wakes, and when (Europe/Berlin). Each task may run twice and finds its own work."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.foundation.tasks.heartbeat", "schedule": 15.0},
    "sweep-outbox": {"task": "portal.foundation.tasks.sweep_outbox", "schedule": 20.0},
    "forget-old-mails": {
        "task": "portal.foundation.tasks.forget_old_mails",
        "schedule": crontab(hour=4, minute=50),
    },
    "renew-old-logos": {
        "task": "profiles.tasks.renew_old_logos",
        "schedule": crontab(hour=4, minute=25),
    },
    "sweep-pictures": {
        "task": "profiles.tasks.sweep_pictures",
        "schedule": crontab(hour=4, minute=55),
    },
    "sweep-photos": {
        "task": "cooperation.tasks.sweep_photos",
        "schedule": crontab(hour=4, minute=57),
    },
    "tell-suggestions": {
        "task": "matching.tasks.tell_suggestions",
        "schedule": crontab(minute=20),  # hourly: who was told today is not told again
    },
    "sweep-matching": {"task": "matching.tasks.sweep", "schedule": 15.0},
    "tell-saved-searches": {
        "task": "portal.site.tasks.tell_saved_searches",
        "schedule": 300.0,
    },
    "sweep-attachments": {
        "task": "cooperation.tasks.sweep_attachments",
        "schedule": crontab(minute=35),
    },
    "forget-barrier-reports": {
        "task": "portal.site.tasks.forget_barrier_reports",
        "schedule": crontab(hour=4, minute=35),
    },
    "sweep-imports": {"task": "portal.site.tasks.sweep_imports", "schedule": 20.0},
    "watch-answers": {"task": "cooperation.tasks.watch_answers", "schedule": 300.0},
    "look-after-cooperations": {
        "task": "cooperation.tasks.look_after_cooperations",
        "schedule": crontab(hour=4, minute=15),
    },
    "forget-ended-sessions": {
        "task": "profiles.tasks.forget_ended_sessions",
        "schedule": crontab(hour=4, minute=40),
    },
    "expire-listings": {
        "task": "matching.tasks.expire_listings",
        "schedule": crontab(hour=0, minute=5),
    },
    # Each run writes to a few hundred people; in office hours, when somebody is there to answer.
    "ask-whether-still-true": {
        "task": "matching.tasks.ask_whether_still_true",
        "schedule": crontab(minute="*/10", hour="8-15", day_of_week="mon-fri"),
    },
    "rematch-daily": {
        "task": "matching.tasks.rematch_open_listings",
        "schedule": crontab(hour=3, minute=30),
    },
    "remind-of-appointments": {
        "task": "cooperation.tasks.remind_of_appointments",
        "schedule": 300.0,
    },
}
