"""How allauth creates accounts and sends its mails here."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import get_random_string

from portal.foundation.outbox import queue_rendered
from portal.foundation.outbox.kinds import ACCOUNT
from portal.foundation.outbox.templates import values_for
from profiles import newcomers, session_end
from profiles.devices import device_words
from profiles.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Mails go through the outbox; the name given at sign-up is kept."""

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A change of how one signs in; allauth leaves out whose account it is about."""
        super().send_notification_mail(
            template_prefix, user, {"user": user} | (context or {}), email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue allauth's mail. Each is wanted anew (a second reset link), so keys are random.

        In the language that the person has chosen, else in that of the page. Nothing goes to
        somebody whose account is closed.
        """
        person = context.get("user")
        if person and not person.is_active:
            return
        with translation.override(person.language if person else translation.get_language()):
            values = values_for(ACCOUNT, {"email": email} | context)
            if "user_agent" in context:
                values["device"] = device_words(context["user_agent"])
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

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:  # noqa: FBT001, FBT002, ANN001 -- allauth's signature
        """Whoever signs up in English is written to in English."""
        user.name = form.cleaned_data.get("name", "")
        user.language = translation.get_language() or user.language
        return super().save_user(request, user, form, commit)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        for key in (newcomers.TYPED, newcomers.CONFIRMED):
            request.session.pop(key, None)
        session_end.begin(request)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link carries what somebody wanted to do: it may be opened in another browser."""
        url = super().get_email_confirmation_url(request, emailconfirmation)
        wish = request.session.get(newcomers.TYPED, {}).get("next") if request else ""
        return f"{url}?{urlencode({newcomers.WISH: wish})}" if wish else url

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """In another browser than that of sign-up one still has to sign in; its page says so."""
        if self.request.user.is_authenticated:
            return super().get_email_verification_redirect_url(email_address)
        self.request.session[newcomers.CONFIRMED] = email_address.email
        wish = newcomers.own_address(self.request, newcomers.WISH)
        login = reverse("account_login")
        return f"{login}?{urlencode({'next': wish})}" if wish else login
