"""All addresses of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.foundation import health

urlpatterns = [
    path("", include("portal.site.urls")),
    path("", include("portal.foundation.urls")),
    path("", include("profiles.urls")),
    path("", include("matching.urls")),
    path("", include("cooperation.urls")),
    path("konto/", include("allauth.account.urls")),
    path("konto/2fa/", include("allauth.mfa.urls")),
    path("sprache/", include("django.conf.urls.i18n")),
    path("verwaltung/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
handler500 = "portal.foundation.errors.server_error"
handler429 = "portal.foundation.errors.too_many_requests"  # asked for by allauth's rate limits
if settings.DEMO_MAIL_DIR:
    urlpatterns.append(path("demo-post/", include("portal.site.demo_mail_urls")))
