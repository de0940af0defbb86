from django.urls import path

from cooperation import views

app_name = "cooperation"
urlpatterns = [
    path("anfragen/", views.inbox, name="enquiries"),
    path("anfragen/neu/bedarf/<uuid:public_id>/", views.enquire_need, name="enquire-need"),
    path("anfragen/neu/angebot/<uuid:public_id>/", views.enquire_offer, name="enquire-offer"),
    path("anfragen/neu/vorschlag/<uuid:public_id>/", views.enquire_pair, name="enquire-pair"),
    path("anfragen/<uuid:public_id>/", views.enquiry, name="enquiry"),
    path("anfragen/<uuid:public_id>/annehmen/", views.accept, name="enquiry-accept"),
    path("anfragen/<uuid:public_id>/ablehnen/", views.decline, name="enquiry-decline"),
    path("anfragen/<uuid:public_id>/zurueckziehen/", views.withdraw, name="enquiry-withdraw"),
]
