"""The URLs of the room."""

from django.urls import path

from facturis.services.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.home, name="home"),
    path("order", views.order, name="order"),
    path("order/<slug:service>", views.order_for, name="order_for"),
    path("order/<slug:service>/self", views.order_for_self, name="order_for_self"),
    path("order/<slug:service>/new", views.order_for_new, name="order_for_new"),
    path("order/<slug:service>/<int:organisation>", views.order_for_organisation, name="order_for_organisation"),
    path("agreements/<int:agreement>/", views.agreement, name="agreement"),
    path("agreements/<int:agreement>/change", views.change, name="change"),
    path("agreements/<int:agreement>/end", views.end, name="end"),
    path("terms/", views.terms_in_force, name="terms"),
    path("terms/<name>/", views.terms_version, name="terms_version"),
]
