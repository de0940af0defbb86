from django.urls import path

from portal.foundation.views import gallery, notifications

app_name = "mails"
urlpatterns = [
    path("mein-konto/benachrichtigungen/", notifications.preferences_page, name="preferences"),
    path("mails/abbestellen/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
    path("mails/", gallery.gallery, name="gallery"),
    path("mails/<slug:language>/<path:name>/html/", gallery.sample_html, name="sample-html"),
    path("mails/<slug:language>/<path:name>/", gallery.sample, name="sample"),
]
