"""Addresses of the mail catcher's pages; included only where `make run` set DEMO_MAIL_DIR."""

from django.urls import path

from portal.site.views import demo_mail

app_name = "demo_mail"
urlpatterns = [
    path("", demo_mail.inbox, name="inbox"),
    path("<int:number>/", demo_mail.mail, name="mail"),
]
