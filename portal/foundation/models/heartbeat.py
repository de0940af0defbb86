"""The worker's sign of life."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker last did work that came through the queue: its liveness, not its process."""

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
