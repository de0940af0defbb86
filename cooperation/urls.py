from django.urls import path

from cooperation.views import (
    attachments,
    calls,
    closing,
    conversation,
    cooperation,
    enquiries,
    examples,
    protection,
)

app_name = "cooperation"
urlpatterns = [
    path("anfragen/", enquiries.inbox, name="enquiries"),
    path("anfragen/neu/bedarf/<uuid:public_id>/", enquiries.enquire_need, name="enquire-need"),
    path("anfragen/neu/angebot/<uuid:public_id>/", enquiries.enquire_offer, name="enquire-offer"),
    path("anfragen/neu/vorschlag/<uuid:public_id>/", enquiries.enquire_pair, name="enquire-pair"),
    path("anfragen/<uuid:public_id>/", enquiries.enquiry, name="enquiry"),
    path("anfragen/<uuid:public_id>/annehmen/", enquiries.accept, name="enquiry-accept"),
    path("anfragen/<uuid:public_id>/ablehnen/", enquiries.decline, name="enquiry-decline"),
    path("anfragen/<uuid:public_id>/zurueckziehen/", enquiries.withdraw, name="enquiry-withdraw"),
    path("nachrichten/", conversation.conversations, name="conversations"),
    path("anfragen/<uuid:public_id>/gespraech/", conversation.conversation, name="conversation"),
    path("anfragen/<uuid:public_id>/servicestelle/", calls.invite, name="conversation-invite"),
    path("anfragen/<uuid:public_id>/melden/", calls.report, name="conversation-report"),
    path("dateien/<uuid:public_id>/", attachments.download, name="attachment"),
    path(
        "kooperationen/<uuid:public_id>/gespraech/",
        conversation.of_cooperation,
        name="cooperation-conversation",
    ),
    path("anfragen/<uuid:public_id>/aufgreifen/", enquiries.take_up, name="enquiry-take-up"),
    path("anfragen/<uuid:public_id>/mehr-zeit/", enquiries.extend, name="enquiry-extend"),
    path("anfragen/<uuid:public_id>/platz/", enquiries.take_place, name="enquiry-take-place"),
    path(
        "anfragen/<uuid:public_id>/platz-abgeben/",
        enquiries.give_up_place,
        name="enquiry-give-up-place",
    ),
    path("kooperationen/", cooperation.cooperations_of, name="cooperations"),
    path("kooperationen/<uuid:public_id>/", cooperation.overview, name="cooperation"),
    path("kooperationen/<uuid:public_id>/pause/", cooperation.pause, name="cooperation-pause"),
    path("kooperationen/<uuid:public_id>/weiter/", cooperation.resume, name="cooperation-resume"),
    path("kooperationen/<uuid:public_id>/fertig/", cooperation.finish, name="cooperation-finish"),
    path(
        "kooperationen/<uuid:public_id>/beenden/",
        cooperation.end_early,
        name="cooperation-end-early",
    ),
    path(
        "kooperationen/<uuid:public_id>/absagen/", cooperation.call_off, name="cooperation-call-off"
    ),
    path(
        "kooperationen/<uuid:public_id>/freigeben/",
        cooperation.free_capacity,
        name="cooperation-free",
    ),
    path("kooperationen/<uuid:public_id>/schutz/", protection.overview, name="protection"),
    path(
        "kooperationen/<uuid:public_id>/schutz/entscheiden/",
        protection.decide,
        name="protection-decide",
    ),
    path(
        "kooperationen/<uuid:public_id>/schutz/person/",
        protection.person,
        name="protection-person",
    ),
    path(
        "kooperationen/<uuid:public_id>/schutz/person/<uuid:record_id>/",
        protection.person,
        name="protection-person-edit",
    ),
    path(
        "kooperationen/<uuid:public_id>/schutz/person/<uuid:record_id>/loeschen/",
        protection.remove,
        name="protection-person-remove",
    ),
    path("kooperationen/<uuid:public_id>/abschluss/", closing.overview, name="closing"),
    path(
        "kooperationen/<uuid:public_id>/abschluss/rueckmeldung/", closing.feedback, name="feedback"
    ),
    path("kooperationen/<uuid:public_id>/abschluss/wirkung/", closing.outcome, name="outcome"),
    path(
        "kooperationen/<uuid:public_id>/abschluss/beispiel/",
        closing.example_draft,
        name="example-draft",
    ),
    path(
        "kooperationen/<uuid:public_id>/abschluss/beispiel/freigeben/",
        closing.example_release,
        name="example-release",
    ),
    path("beispiele/", examples.example_list, name="examples"),
    path("beispiele/<slug:slug>/", examples.example, name="example"),
]
