from django.urls import path

from profiles.views import account, directory, newcomers, organisations, standing, team

app_name = "profiles"
urlpatterns = [
    path("organisationen/<slug:slug>/", directory.organisation, name="organisation"),
    path("organisationen/<slug:slug>/logo/", directory.logo, name="logo"),
    path("organisationen/<slug:slug>/foto/", directory.photo, name="photo"),
    path("organisation/neu/", organisations.create, name="organisation-create"),
    path("organisation/wechseln/", organisations.switch, name="switch"),
    path("organisation/<slug:slug>/bearbeiten/", organisations.edit, name="organisation-edit"),
    path(
        "organisation/<slug:slug>/kompetenzen/",
        standing.standing_competencies,
        name="standing-competencies",
    ),
    path("organisation/<slug:slug>/standorte/neu/", organisations.add_site, name="site-add"),
    path("organisation/standort/<uuid:public_id>/", organisations.edit_site, name="site-edit"),
    path(
        "organisation/standort/<uuid:public_id>/loeschen/",
        organisations.remove_site,
        name="site-remove",
    ),
    path("organisation/<slug:slug>/einreichen/", organisations.submit, name="organisation-submit"),
    path(
        "organisation/<slug:slug>/bestaetigen/", organisations.confirm, name="organisation-confirm"
    ),
    path("organisation/<slug:slug>/beitreten/", organisations.join, name="join"),
    path("organisation/<slug:slug>/team/", team.team, name="team"),
    path("organisation/<slug:slug>/team/uebergeben/", team.hand_over, name="team-hand-over"),
    path("organisation/<slug:slug>/auftrag/", team.give_mandate, name="mandate-give"),
    path("team/auftrag/<uuid:public_id>/beenden/", team.end_mandate, name="mandate-end"),
    path("team/mitglied/<uuid:public_id>/rolle/", team.change_role, name="member-role"),
    path("team/mitglied/<uuid:public_id>/entfernen/", team.remove, name="member-remove"),
    path(
        "team/einladung/<uuid:public_id>/zurueckziehen/",
        team.withdraw_invitation,
        name="invitation-withdraw",
    ),
    path(
        "team/einladung/<uuid:public_id>/erneut-senden/",
        team.send_invitation_again,
        name="invitation-send-again",
    ),
    path(
        "team/einladung/<uuid:public_id>/annehmen/",
        team.accept_invitation,
        name="invitation-accept",
    ),
    path("team/anfrage/<uuid:public_id>/", team.answer_join_request, name="join-answer"),
    path("einladung/<str:token>/", team.invitation, name="invitation"),
    path("konto/link-noch-einmal/", newcomers.link_again, name="link-again"),
    path("mein-konto/", account.account, name="account"),
    path("mein-konto/name/", account.name, name="account-name"),
    path("mein-konto/geraete/", account.devices, name="devices"),
    path("mein-konto/geraete/abmelden/", account.end_devices, name="devices-end"),
    path("mein-konto/geraete/<int:pk>/abmelden/", account.end_devices, name="device-end"),
    path("mein-konto/loeschen/", account.delete, name="account-delete"),
    path("mein-konto/sitzung/", account.session, name="session"),
]
