"""How allauth creates accounts and sends its mails here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from portal.foundation.outbox import queue_rendered
from portal.foundation.outbox.kinds import ACCOUNT
from portal.foundation.outbox.templates import values_for


class AccountAdapter(DefaultAccountAdapter):
    """Mails go through the outbox; the name given at sign-up is kept."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue allauth's mail. Each is wanted anew (a second reset link), so keys are random.

        Nothing goes to somebody whose account is closed.
        """
        person = context.get("user")
        if person and not person.is_active:
            return
        values = values_for(ACCOUNT, {"email": email} | context)
        message = self.render_mail(template_prefix, email, values)
        html = [body for body, kind in getattr(message, "alternatives", []) if kind == "text/html"]
        queue_rendered(
            key=f"{template_prefix}:{get_random_string(22)}",
            to=email,
            subject=message.subject,
            text=message.body,
            html=html[0] if html else "",
            person=person if person and person.pk else None,
        )

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):  # noqa: FBT001, FBT002, ANN001, ANN201 -- allauth's signature
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)
