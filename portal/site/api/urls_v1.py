from django.urls import path

from portal.site.api import views

LIST, ONE = {"get": "list"}, {"get": "retrieve"}
urlpatterns = [
    path("organisations/", views.OrganisationViewSet.as_view(LIST), name="api-organisations"),
    path(
        "organisations/<uuid:id>/", views.OrganisationViewSet.as_view(ONE), name="api-organisation"
    ),
    path("needs/", views.NeedViewSet.as_view(LIST), name="api-needs"),
    path("needs/<uuid:id>/", views.NeedViewSet.as_view(ONE), name="api-need"),
    path("offers/", views.OfferViewSet.as_view(LIST), name="api-offers"),
    path("offers/<uuid:id>/", views.OfferViewSet.as_view(ONE), name="api-offer"),
    path("competencies/", views.CompetenceViewSet.as_view(LIST), name="api-competencies"),
]
