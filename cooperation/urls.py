from django.urls import path

from cooperation.views import (
    agreement,
    appointments,
    attachments,
    calendar,
    calls,
    closing,
    conversation,
    cooperation,
    enquiries,
    examples,
    hours,
    protection,
    took_place,
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
    path("kooperationen/<uuid:public_id>/termine/", appointments.overview, name="appointments"),
    path(
        "kooperationen/<uuid:public_id>/termine/neu/",
        appointments.propose,
        name="appointment-propose",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine.ics",
        calendar.cooperation_file,
        name="cooperation-calendar",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine/<uuid:appointment_id>/",
        appointments.appointment,
        name="appointment",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine/<uuid:appointment_id>/aendern/",
        appointments.change,
        name="appointment-change",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine/<uuid:appointment_id>/absagen/",
        appointments.cancel,
        name="appointment-cancel",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine/<uuid:appointment_id>/antwort/",
        appointments.answer,
        name="appointment-answer",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine/<uuid:appointment_id>/stunden/",
        hours.log_appointment,
        name="appointment-hours",
    ),
    path(
        "kooperationen/<uuid:public_id>/termine/<uuid:appointment_id>/termin.ics",
        calendar.appointment_file,
        name="appointment-calendar",
    ),
    path("kooperationen/<uuid:public_id>/stunden/", hours.hours_list, name="hours"),
    path("kooperationen/<uuid:public_id>/stunden/neu/", hours.log, name="hours-log"),
    path(
        "kooperationen/<uuid:public_id>/stunden/<uuid:log_id>/aendern/",
        hours.correct,
        name="hours-correct",
    ),
    path(
        "kooperationen/<uuid:public_id>/stunden/<uuid:log_id>/bestaetigen/",
        hours.confirm,
        name="hours-confirm",
    ),
    path(
        "kooperationen/<uuid:public_id>/stunden/<uuid:log_id>/anders/",
        hours.dispute,
        name="hours-dispute",
    ),
    path(
        "kooperationen/<uuid:public_id>/stunden/<uuid:log_id>/zuruecknehmen/",
        hours.take_back,
        name="hours-take-back",
    ),
    path("mein-konto/kalender/", calendar.my_calendar, name="my-calendar"),
    path("kalender/<str:token>.ics", calendar.feed, name="calendar-feed"),
    path("stattgefunden/<str:token>/", took_place.took_place, name="took-place"),
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
    path(
        "kooperationen/<uuid:public_id>/abschluss/bescheinigung/",
        closing.certificate,
        name="certificate",
    ),
    path("beispiele/", examples.example_list, name="examples"),
    path("beispiele/<slug:slug>/", examples.example, name="example"),
    path("beispiele/<slug:slug>/foto/", examples.photo, name="example-photo"),
    path("kooperationen/<uuid:public_id>/vereinbarung/", agreement.agreement, name="agreement"),
    path(
        "kooperationen/<uuid:public_id>/vereinbarung/schreiben/",
        agreement.write,
        name="agreement-write",
    ),
    path(
        "kooperationen/<uuid:public_id>/vereinbarung/entwurf-verwerfen/",
        agreement.discard_draft,
        name="agreement-discard-draft",
    ),
    path(
        "kooperationen/<uuid:public_id>/vereinbarung/bestaetigen/",
        agreement.confirm,
        name="agreement-confirm",
    ),
    path(
        "kooperationen/<uuid:public_id>/vereinbarung/<int:number>/",
        agreement.version,
        name="agreement-version",
    ),
    path(
        "kooperationen/<uuid:public_id>/vereinbarung/<int:number>/pdf/",
        agreement.version_pdf,
        name="agreement-pdf",
    ),
]
